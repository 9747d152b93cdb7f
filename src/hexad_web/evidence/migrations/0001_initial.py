import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('formation', '0001_initial'),
        ('learning', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.session')),
                ('measure', models.CharField(choices=[('rating', 'Self-rating'), ('questions', 'Five questions')], max_length=12)),
                ('item', models.CharField(max_length=20)),
                ('value', models.PositiveSmallIntegerField()),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'session', 'measure', 'item'), name='one_response_an_item')],
            },
        ),
        migrations.CreateModel(
            name='Study',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('state', models.CharField(choices=[('draft', 'being planned'), ('frozen', 'frozen')], default='draft', max_length=8)),
                ('scale', models.CharField(default='communication', max_length=24)),
                ('asked', models.JSONField(default=list)),
                ('first_date', models.DateField()),
                ('weeks', models.PositiveSmallIntegerField(default=8)),
                ('waves', models.PositiveSmallIntegerField(default=2)),
                ('seed', models.PositiveBigIntegerField()),
                ('draws', models.PositiveSmallIntegerField(default=1)),
                ('imbalance', models.FloatField(default=0)),
                ('usual_imbalance', models.FloatField(default=0)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(null=True)),
                ('plan_text', models.TextField(blank=True)),
                ('plan_hash', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('organisation',), name='one_draft_study_an_organisation'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('frozen_at__isnull', False), models.Q(('plan_hash', ''), _negated=True)), _connector='OR'), name='frozen_study_has_a_plan')],
            },
        ),
        migrations.CreateModel(
            name='OwnScale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('title', models.CharField(max_length=60)),
                ('items', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Decline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('fingerprint', models.CharField(max_length=64)),
                ('declined_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'fingerprint'), name='one_decline_an_address')],
            },
        ),
        migrations.CreateModel(
            name='Asking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.session')),
                ('opens', models.DateField()),
                ('closes', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'session'), name='one_asking_a_practice')],
            },
        ),
        migrations.CreateModel(
            name='TiesRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('number', models.PositiveSmallIntegerField()),
                ('opens', models.DateField()),
                ('closes', models.DateField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('result', models.JSONField(null=True)),
                ('made_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'number'), name='one_ties_round_a_number'), models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='ties_round_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='StudyGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='evidence.study')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='formation.group')),
                ('wave', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('study', 'group'), name='one_wave_a_group')],
            },
        ),
        migrations.CreateModel(
            name='Taking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('study', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='takings', to='evidence.study')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('agreed_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('study', 'person'), name='one_taking_a_person'), models.UniqueConstraint(condition=models.Q(('study', None)), fields=('person',), name='one_taking_a_person_without_a_study')],
            },
        ),
        migrations.CreateModel(
            name='Observer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('study', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='observers', to='evidence.study')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('email', models.EmailField(max_length=254)),
                ('category', models.CharField(choices=[('report', 'Reports to me'), ('peer', 'Works beside me'), ('boss', 'My boss')], max_length=8)),
                ('named_at', models.DateTimeField()),
                ('declined_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('study', 'person', 'email'), name='one_observer_a_manager'), models.UniqueConstraint(condition=models.Q(('study', None)), fields=('person', 'email'), name='one_observer_a_manager_without_a_study')],
            },
        ),
        migrations.CreateModel(
            name='OwnSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evidence.study')),
                ('round', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('answers', models.JSONField(default=dict)),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('study', 'round', 'person'), name='one_own_sheet_a_round')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='evidence.study')),
                ('round', models.PositiveSmallIntegerField()),
                ('claim', models.JSONField(default=dict)),
                ('behind', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-round'],
                'constraints': [models.UniqueConstraint(fields=('study', 'round'), name='one_result_a_round')],
            },
        ),
        migrations.CreateModel(
            name='ReturnItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('kind', models.CharField(choices=[('measured', 'Measured by group'), ('stated', 'Stated'), ('cost', 'Cost'), ('intangible', 'Without a price')], max_length=12)),
                ('name', models.CharField(max_length=80)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('amount', models.FloatField(null=True)),
                ('share', models.FloatField(null=True)),
                ('confidence', models.FloatField(null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('study', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evidence.study')),
                ('estimate', models.JSONField(default=dict)),
                ('periods', models.FloatField(null=True)),
                ('groups', models.PositiveIntegerField(null=True)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'intangible'), models.Q(('amount__isnull', False), models.Q(('source', ''), _negated=True)), _connector='OR'), name='money_has_a_source')],
            },
        ),
        migrations.CreateModel(
            name='TiesSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='evidence.tiesround')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('unit', models.CharField(max_length=200)),
                ('answered_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'person'), name='one_ties_sheet_a_round')],
            },
        ),
        migrations.CreateModel(
            name='ObserverSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('asking', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='evidence.asking')),
                ('observer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='evidence.observer')),
                ('answers', models.JSONField(default=dict)),
                ('comment', models.BinaryField(default=bytes)),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('asking', None)), fields=('round', 'observer'), name='one_sheet_an_observer_and_round'), models.UniqueConstraint(fields=('asking', 'observer'), name='one_sheet_an_observer_and_asking')],
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='evidence.tiessheet')),
                ('named', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'named'), name='one_tie_a_pair')],
            },
        ),
    ]
