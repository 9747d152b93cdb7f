import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('recipient', models.CharField(max_length=254)),
                ('sender', models.CharField(max_length=254)),
                ('subject', models.CharField(max_length=300)),
                ('kind', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=200)),
                ('payload', models.BinaryField()),
                ('message_id', models.CharField(max_length=250)),
                ('calendar_uid', models.CharField(blank=True, max_length=250)),
                ('urgent', models.BooleanField(default=False)),
                ('urgency', models.PositiveSmallIntegerField(default=5)),
                ('counts_for', models.CharField(blank=True, default='', max_length=254)),
                ('section', models.JSONField(default=dict)),
                ('joined_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='joined', to='outbox.outboxmessage')),
                ('secret', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('held', "Waits for the reader's week"), ('joined', 'Goes with another mail'), ('queued', 'Waiting'), ('claimed', 'Taken by a worker'), ('sending', 'Being handed over'), ('sent', 'Sent'), ('failed', 'Not delivered'), ('cancelled', 'Withdrawn')], default='queued', max_length=12)),
                ('claimed_by', models.CharField(blank=True, max_length=64)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('uncertain', models.BooleanField(default=False)),
                ('last_error', models.CharField(blank=True, max_length=60)),
                ('seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'next_try_at'], name='outbox_outb_state_a22bad_idx'), models.Index(fields=['organisation', 'kind', 'state'], name='outbox_outb_organis_2a7dbd_idx'), models.Index(fields=['organisation', '-queued_at'], name='outbox_outb_organis_1e2d1d_idx'), models.Index(fields=['counts_for', 'state'], name='outbox_outb_counts__4baa53_idx')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='one_mail_per_key'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('key',), name='one_mail_per_key_without_organisation')],
            },
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='WeeklySlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('reader', models.CharField(max_length=254)),
                ('taken_at', models.DateTimeField(null=True)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outbox.outboxmessage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'reader'), name='one_week_per_reader')],
            },
        ),
    ]
