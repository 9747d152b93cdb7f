import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('formation', '0001_initial'),
        ('people', '0001_initial'),
        ('scheduling', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnAgenda',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('kind', models.CharField(choices=[('engage', 'Engage'), ('explore', 'Explore'), ('reflect', 'Reflect'), ('follow-up', 'Follow-up')], max_length=10)),
                ('draft', models.JSONField()),
                ('before', models.JSONField(null=True)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['kind', 'pk'],
                'indexes': [models.Index(fields=['organisation', 'kind'], name='learning_ow_organis_50d2d1_idx')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='session', to='scheduling.meeting')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='formation.group')),
                ('cycle', models.PositiveSmallIntegerField(default=1)),
                ('kind', models.CharField(max_length=10)),
                ('agenda', models.JSONField(default=dict)),
                ('seed', models.CharField(max_length=32)),
                ('rota', models.JSONField(default=list)),
                ('module', models.CharField(blank=True, max_length=80)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('running', 'running'), ('held', 'held'), ('missed', 'did not happen'), ('cancelled', 'cancelled')], default='planned', max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('paper_until', models.DateTimeField(null=True)),
                ('events_count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'indexes': [models.Index(fields=['state', 'ends_at'], name='learning_se_state_e14be8_idx'), models.Index(fields=['group', 'cycle'], name='learning_se_group_i_3a42f3_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='formation.group')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('wording', models.CharField(max_length=20)),
                ('accepted_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'person', 'wording'), name='one_acceptance_a_wording')],
            },
        ),
        migrations.CreateModel(
            name='AgendaVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('agenda', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='learning.ownagenda')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('agenda', 'number'), name='one_agenda_version_a_number')],
            },
        ),
        migrations.CreateModel(
            name='AgendaChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('kind', models.CharField(choices=[('engage', 'Engage'), ('explore', 'Explore'), ('reflect', 'Reflect'), ('follow-up', 'Follow-up')], max_length=10)),
                ('name', models.CharField(blank=True, max_length=40)),
                ('own', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='learning.ownagenda')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind'), name='one_agenda_a_kind'), models.CheckConstraint(condition=models.Q(('name', ''), ('own', None), _connector='XOR'), name='ours_or_own')],
            },
        ),
        migrations.CreateModel(
            name='RoomEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='learning.session')),
                ('number', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                ('values', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='one_event_a_number'), models.UniqueConstraint(fields=('session', 'key'), name='one_event_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='learning.session')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('step', models.CharField(max_length=40)),
                ('pad', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=64)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.privatetext')),
                ('is_named', models.BooleanField(default=False)),
                ('is_draft', models.BooleanField(default=True)),
                ('is_late', models.BooleanField(default=False)),
                ('side', models.CharField(blank=True, choices=[('', 'not sorted'), ('inside', 'within our control'), ('outside', 'outside our control')], default='', max_length=8)),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='learning.card')),
                ('written_at', models.DateTimeField()),
                ('shuffle', models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                'indexes': [models.Index(fields=['session', 'step', 'pad'], name='learning_ca_session_08f87e_idx')],
                'constraints': [models.UniqueConstraint(fields=('session', 'person', 'key'), name='one_card_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='learning.session')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('device', models.CharField(max_length=64)),
                ('server', models.CharField(blank=True, default='', max_length=32)),
                ('opened_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['seen_at'], name='learning_pr_seen_at_631828_idx'), models.Index(fields=['server'], name='learning_pr_server_5c25ac_idx')],
                'constraints': [models.UniqueConstraint(fields=('session', 'person', 'device'), name='one_presence_a_device')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='formation.group')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='releases', to='learning.session')),
                ('kind', models.CharField(choices=[('story', 'A story for the report'), ('obstacle', "An obstacle outside the group's control"), ('brief', 'The brief for a member who was absent')], max_length=10)),
                ('state', models.CharField(choices=[('proposed', 'waits for agreement'), ('released', 'released'), ('refused', 'stays in the group'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.privatetext')),
                ('text', models.TextField(blank=True)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person')),
                ('proposed_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(null=True)),
                ('first_read_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'kind', 'state'], name='learning_re_organis_d05917_idx'), models.Index(fields=['group', 'state'], name='learning_re_group_i_932503_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), ('state', 'released'), _connector='OR'), name='only_released_text_is_open')],
            },
        ),
        migrations.CreateModel(
            name='ReleaseConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='learning.release')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('answer', models.CharField(blank=True, choices=[('', 'not answered'), ('yes', 'may leave the group'), ('no', 'stays in the group')], default='', max_length=3)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'person'), name='one_consent_a_person')],
            },
        ),
        migrations.CreateModel(
            name='ReleaseSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='learning.release')),
                ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.card')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'card'), name='one_source_a_card')],
            },
        ),
    ]
