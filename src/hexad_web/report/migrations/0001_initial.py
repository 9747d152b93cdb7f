import django.db.models.deletion
import hexad_web.report.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('learning', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Obstacle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='obstacle', to='learning.release')),
                ('public_id', models.PositiveBigIntegerField(default=hexad_web.report.models.public_number, editable=False, unique=True)),
                ('week_date', models.DateField()),
                ('shuffle', models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                'ordering': ['-week_date', 'shuffle'],
                'indexes': [models.Index(fields=['organisation', '-week_date'], name='report_obst_organis_74e1e8_idx')],
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('name', models.CharField(max_length=80)),
                ('start_date', models.DateField()),
                ('end_date', models.DateField()),
                ('threshold', models.PositiveSmallIntegerField(default=8)),
                ('snapshot', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-end_date'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'start_date'), name='one_period_a_start'), models.UniqueConstraint(fields=('organisation', 'end_date'), name='one_period_an_end'), models.CheckConstraint(condition=models.Q(('end_date__gt', models.F('start_date'))), name='period_ends_after_start'), models.CheckConstraint(condition=models.Q(('threshold__gte', 8)), name='threshold_is_never_lowered')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('obstacle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='report.obstacle')),
                ('choice', models.CharField(choices=[('done', 'Done'), ('will_do', 'Will do'), ('cannot', 'Cannot, because'), ('need_more', 'Need more')], max_length=10)),
                ('text', models.TextField(blank=True)),
                ('by_date', models.DateField(null=True)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-given_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('obstacle',), name='one_live_reply_an_obstacle'), models.CheckConstraint(condition=models.Q(models.Q(('choice', 'will_do'), _negated=True), ('by_date__isnull', False), _connector='OR'), name='will_do_has_a_date')],
            },
        ),
    ]
