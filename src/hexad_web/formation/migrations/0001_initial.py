import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('smallest', models.PositiveSmallIntegerField(default=4)),
                ('largest', models.PositiveSmallIntegerField(default=6)),
                ('preferred', models.PositiveSmallIntegerField(default=6)),
                ('rules', models.JSONField(default=dict)),
                ('seed', models.PositiveIntegerField(default=1)),
                ('limit_seconds', models.PositiveSmallIntegerField(default=20)),
                ('horizon_start_date', models.DateField(blank=True, null=True)),
                ('horizon_weeks', models.PositiveSmallIntegerField(default=24)),
                ('with_invited', models.BooleanField(default=False)),
                ('updated_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_policy_an_organisation'), models.CheckConstraint(condition=models.Q(('preferred__lte', models.F('largest')), ('smallest__gte', 2), ('smallest__lte', models.F('preferred'))), name='policy_sizes_in_order')],
            },
        ),
        migrations.CreateModel(
            name='SessionLength',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('minutes', models.PositiveSmallIntegerField(default=90)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='one_session_length'), models.CheckConstraint(condition=models.Q(('minutes__in', [60, 90])), name='session_length_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('kind', models.CharField(choices=[('form', 'Form groups'), ('mend', 'Mend groups'), ('tradeoff', 'What meeting costs')], default='form', max_length=12)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('stopped', 'Stopped, best kept'), ('impossible', 'Cannot be kept'), ('failed', 'Failed'), ('published', 'Published'), ('answered', 'Done'), ('applied', 'Carried out')], default='queued', max_length=12)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('params', models.JSONField(default=dict)),
                ('seed', models.PositiveIntegerField()),
                ('people', models.JSONField(default=list)),
                ('input_hash', models.CharField(blank=True, max_length=64)),
                ('version', models.CharField(blank=True, max_length=40)),
                ('claimed_by', models.CharField(blank=True, max_length=80)),
                ('leased_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('woken_at', models.DateTimeField(null=True)),
                ('stop_requested', models.BooleanField(default=False)),
                ('progress', models.JSONField(default=list)),
                ('sweeps_done', models.PositiveIntegerField(default=0)),
                ('sweeps_total', models.PositiveIntegerField(default=0)),
                ('score', models.FloatField(null=True)),
                ('bound', models.FloatField(null=True)),
                ('gap', models.FloatField(null=True)),
                ('can_meet', models.FloatField(null=True)),
                ('people_count', models.PositiveIntegerField(default=0)),
                ('groups_count', models.PositiveIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
                ('reasons', models.JSONField(default=list)),
                ('revision', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['organisation', '-created_at'], name='formation_r_organis_caed4e_idx'), models.Index(fields=['state', 'leased_until'], name='formation_r_state_f3947b_idx')],
            },
        ),
        migrations.CreateModel(
            name='RunInput',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='input', to='formation.run')),
                ('data', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='formation.run')),
                ('number', models.PositiveIntegerField()),
                ('topic', models.CharField(blank=True, max_length=300)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('closed', 'Closed')], default='draft', max_length=10)),
                ('private_space', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='accounts.privatespace')),
                ('not_before', models.DateField(blank=True, null=True)),
                ('announced_at', models.DateTimeField(null=True)),
                ('reasons', models.JSONField(default=list)),
                ('score', models.FloatField(default=0)),
                ('by_rule', models.JSONField(default=list)),
                ('next_window', models.DateTimeField(null=True)),
                ('size', models.PositiveSmallIntegerField(default=0)),
                ('can_meet', models.BooleanField(null=True)),
                ('has_cycle', models.BooleanField(null=True)),
                ('is_relaxed', models.BooleanField(default=False)),
                ('has_only_one', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['organisation', 'state', 'number'], name='formation_g_organis_bce096_idx')],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='one_number_a_run'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('private_space__isnull', False), _connector='OR'), name='published_group_has_a_space')],
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='formation.group')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='formation.run')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('is_active', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('run', 'person'), name='one_seat_a_run'), models.UniqueConstraint(fields=('group', 'person'), name='one_seat_a_group'), models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('person',), name='one_published_group_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='formation.run')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('from_group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='formation.group')),
                ('to_group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='formation.group')),
                ('change', models.FloatField(default=0)),
                ('broken', models.JSONField(default=list)),
                ('reason', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
    ]
