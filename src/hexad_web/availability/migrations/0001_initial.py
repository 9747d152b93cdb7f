import django.db.models.deletion
import hexad_web.availability.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='people.person')),
                ('kind', models.CharField(choices=[('feed', 'Calendar address'), ('caldav', 'Calendar of an account'), ('upload', 'Uploaded file'), ('grid', 'Painted week')], max_length=10)),
                ('name', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('sealed_url', models.BinaryField(null=True)),
                ('host_digest', models.CharField(blank=True, max_length=64)),
                ('etag', models.CharField(blank=True, max_length=255)),
                ('last_modified', models.CharField(blank=True, max_length=64)),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('busy', models.JSONField(default=list)),
                ('pattern', models.JSONField(default=list)),
                ('history', models.JSONField(default=list)),
                ('busy_hash', models.CharField(blank=True, max_length=64)),
                ('read_zone', models.CharField(blank=True, max_length=64)),
                ('covers_from', models.DateTimeField(null=True)),
                ('covers_until', models.DateTimeField(null=True)),
                ('unreadable', models.PositiveIntegerField(default=0)),
                ('read_at', models.DateTimeField(null=True)),
                ('tried_at', models.DateTimeField(null=True)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, choices=[('refused', 'refused address'), ('not-found', 'not found'), ('denied', 'access denied'), ('unreachable', 'no connection'), ('timeout', 'too slow'), ('server', "error at the calendar's side"), ('redirects', 'too many redirects'), ('too-large', 'too large'), ('truncated', 'broken off'), ('not-a-calendar', 'not a calendar'), ('too-much', 'too much to work out'), ('sealed', 'address cannot be opened'), ('fault', 'fault of ours'), ('zone-changed', 'read in another time zone')], max_length=20)),
                ('lease_token', models.CharField(blank=True, max_length=32)),
                ('lease_until', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('kind__in', ('feed', 'caldav')), ('removed_at', None)), fields=['next_try_at'], name='sources_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'grid'), ('removed_at', None)), fields=('person',), name='one_painted_week_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('feed', 'caldav')), ('sealed_url__isnull', False)), models.Q(models.Q(('kind__in', ('feed', 'caldav')), _negated=True), ('sealed_url__isnull', True)), _connector='OR'), name='only_what_is_followed_has_an_address')],
            },
        ),
        migrations.CreateModel(
            name='Hours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='people.person')),
                ('zone', models.CharField(max_length=64)),
                ('weekly', models.JSONField(default=hexad_web.availability.models.office_week)),
                ('stretch', models.JSONField(default=hexad_web.availability.models.early_and_late)),
                ('in_person_days', models.JSONField(default=list)),
                ('holidays_of_site', models.BooleanField(default=True)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('region', models.CharField(blank=True, max_length=10)),
                ('days_off', models.JSONField(default=list)),
                ('days_worked', models.JSONField(default=list)),
            ],
            options={
                'verbose_name_plural': 'hours',
            },
        ),
        migrations.CreateModel(
            name='SiteHolidays',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('site', models.CharField(max_length=200)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('region', models.CharField(blank=True, max_length=10)),
                ('days', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name_plural': 'site holidays',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'site'), name='one_holiday_list_per_site')],
            },
        ),
    ]
