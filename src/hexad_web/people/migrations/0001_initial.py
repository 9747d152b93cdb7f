import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to=settings.AUTH_USER_MODEL)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=200)),
                ('boss_email', models.EmailField(blank=True, max_length=254)),
                ('boss', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='people.person')),
                ('level', models.CharField(blank=True, max_length=200)),
                ('department', models.CharField(blank=True, max_length=200)),
                ('site', models.CharField(blank=True, max_length=200)),
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('start_date', models.DateField(blank=True, null=True)),
                ('languages', models.JSONField(blank=True, default=list)),
                ('weekly_hours', models.FloatField(blank=True, null=True)),
                ('topics', models.JSONField(blank=True, default=list)),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('participation', models.CharField(choices=[('not_invited', 'Not invited'), ('invited', 'Not answered'), ('joined', 'Joined'), ('declined', 'Declined'), ('left', 'Left')], default='not_invited', max_length=20)),
                ('participation_before', models.CharField(blank=True, choices=[('not_invited', 'Not invited'), ('invited', 'Not answered'), ('joined', 'Joined'), ('declined', 'Declined'), ('left', 'Left')], default='', max_length=20)),
                ('invited_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'participation'], name='people_pers_organis_167e1f_idx'), models.Index(fields=['organisation', 'name'], name='people_pers_organis_fdc3d6_idx')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'email'), name='one_person_per_address'), models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='person_has_address_and_name')],
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('version', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_register_per_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('ready', 'Ready to look at'), ('unreadable', 'Not readable'), ('done', 'Imported'), ('undone', 'Undone'), ('discarded', 'Discarded')], max_length=20)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('file_hash', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('sealed', models.BinaryField(null=True)),
                ('columns', models.JSONField(null=True)),
                ('preview', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('based_on', models.PositiveBigIntegerField(default=0)),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('before', models.JSONField(default=dict)),
                ('missing', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('imported_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-created_at'], name='people_impo_organis_1a0fba_idx'), models.Index(fields=['state', 'lease_until'], name='people_impo_state_abad6c_idx')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='people.person')),
                ('token_hash', models.CharField(max_length=64, null=True, unique=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_at', models.DateTimeField()),
                ('signed_in_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person')),
                ('invitation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.invitation')),
                ('answer', models.CharField(choices=[('join', 'Join'), ('decline', 'Decline')], max_length=10)),
                ('wording', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
