import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hexad_web.scheduling.reply_addresses


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('formation', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplyMailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('next_try_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, choices=[('denied', 'sign-in refused'), ('folder', 'folder not found'), ('unreachable', 'no connection'), ('protocol', 'answers are not understood')], max_length=20)),
                ('set_aside', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'reply mailboxes',
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('site', models.CharField(max_length=200)),
                ('name', models.CharField(max_length=200)),
                ('capacity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2)])),
                ('has_video', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['site', 'name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'site', 'name'), name='one_room_per_name')],
            },
        ),
        migrations.CreateModel(
            name='LinkTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('template', models.CharField(max_length=500)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_link_template')],
            },
        ),
        migrations.CreateModel(
            name='TimeCeiling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('percent', models.FloatField(validators=[django.core.validators.MinValueValidator(0.1), django.core.validators.MaxValueValidator(10)])),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_time_ceiling'), models.CheckConstraint(condition=models.Q(('percent__gte', 0.1), ('percent__lte', 10)), name='ceiling_is_a_small_share')],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('cadence_weeks', models.PositiveSmallIntegerField(default=17)),
                ('practice_from', models.PositiveSmallIntegerField(default=21)),
                ('practice_to', models.PositiveSmallIntegerField(default=28)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_rhythm'), models.CheckConstraint(condition=models.Q(('cadence_weeks__gte', 5), ('cadence_weeks__lte', 52)), name='cadence_is_sane'), models.CheckConstraint(condition=models.Q(('practice_from__gte', 7), ('practice_from__lte', models.F('practice_to')), ('practice_to__lte', 60)), name='practice_is_sane')],
            },
        ),
        migrations.CreateModel(
            name='PlanRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('first_date', models.DateField()),
                ('weeks', models.PositiveSmallIntegerField()),
                ('rungs', models.PositiveSmallIntegerField(default=4)),
                ('engage', models.BooleanField(default=False)),
                ('follow_ups', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'being planned'), ('done', 'planned'), ('failed', 'could not be computed')], default='queued', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-created_at'], name='scheduling__organis_15cb96_idx'), models.Index(fields=['state', 'lease_until'], name='scheduling_runs_to_plan')],
            },
        ),
        migrations.CreateModel(
            name='GroupPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='scheduling.planrun')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='formation.group')),
                ('cycle', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('planned', 'planned'), ('asked', 'the group was asked'), ('impossible', 'no time found'), ('failed', 'could not be computed'), ('confirmed', 'invited')], default='queued', max_length=12)),
                ('rungs', models.PositiveSmallIntegerField(null=True)),
                ('is_online', models.BooleanField(default=False)),
                ('options', models.JSONField(default=list)),
                ('chosen', models.PositiveSmallIntegerField(default=0)),
                ('beside', models.JSONField(default=list)),
                ('lost', models.JSONField(default=list)),
                ('blockers', models.JSONField(default=list)),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('mode', models.CharField(blank=True, max_length=12)),
                ('mode_reason', models.JSONField(default=dict)),
                ('site', models.CharField(blank=True, max_length=200)),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='scheduling.room')),
                ('link', models.CharField(blank=True, max_length=500)),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'group'), name='one_plan_per_group_and_run')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='formation.group')),
                ('cycle', models.PositiveSmallIntegerField(default=1)),
                ('kind', models.CharField(choices=[('explore', 'Explore'), ('reflect', 'Reflect'), ('engage', 'Engage'), ('follow-3', 'Follow-up after three months'), ('follow-6', 'Follow-up after six months')], max_length=10)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('cancelled', 'cancelled'), ('held', 'held'), ('fell_through', 'did not happen')], default='confirmed', max_length=12)),
                ('start', models.DateTimeField()),
                ('end', models.DateTimeField()),
                ('wall_start', models.CharField(max_length=16)),
                ('zone', models.CharField(max_length=64)),
                ('tzdata_version', models.CharField(max_length=20)),
                ('mode', models.CharField(choices=[('in-person', 'Face to face'), ('hybrid', 'Some in a room, some online'), ('virtual', 'Online')], max_length=12)),
                ('mode_reason', models.JSONField(default=dict)),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='scheduling.room')),
                ('place', models.CharField(blank=True, max_length=400)),
                ('link', models.CharField(blank=True, max_length=500)),
                ('uid', models.CharField(max_length=200, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('facilitator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['start', 'id'],
                'indexes': [models.Index(fields=['organisation', 'start'], name='scheduling__organis_e113a2_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='meeting_ends_after_start'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed', 'held'])), fields=('group', 'cycle', 'kind'), name='one_live_meeting_per_step')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='scheduling.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('answer', models.CharField(blank=True, choices=[('', 'no answer yet'), ('accepted', 'I will come'), ('tentative', 'Perhaps'), ('declined', 'I cannot come')], default='', max_length=10)),
                ('answered_at', models.DateTimeField(null=True)),
                ('proposed_start', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('reply_address', models.CharField(blank=True, default=hexad_web.scheduling.reply_addresses.new_reply_address, max_length=254)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='one_attendance_per_person')],
            },
        ),
        migrations.CreateModel(
            name='SessionFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='poll', to='scheduling.groupplan')),
                ('state', models.CharField(choices=[('open', 'open'), ('undecided', 'needs a decision'), ('settled', 'settled'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('options', models.JSONField(default=list)),
                ('closes_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'closes_at'], name='scheduling__state_12f356_idx')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='scheduling.poll')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('words', models.JSONField(default=list)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('poll', 'person'), name='one_choice_per_person')],
            },
        ),
    ]
