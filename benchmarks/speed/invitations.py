"""Queueing the invitations of twenty groups, and delivering them, beside bare smtplib with the same bytes.

The demo organisation's planned groups are confirmed as the owner does it, in one action that may take two seconds: it
books the meetings and writes a mail for each member and meeting. Then the outbox delivers to aiosmtpd; the peer sends
the stored bytes to the same server over one connection, before and after, and keeps no account of what arrived.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings
from django.utils import timezone
from tests.mail_sink import running_sink

from benchmarks.demo_organisation import actor_in, planned
from benchmarks.effort import Effort, say
from benchmarks.letters import HOST, CountingSink, Letter, send_bare
from benchmarks.tables import Table, figure, times
from benchmarks.timing import timed
from hexad_web.accounts.models import Role
from hexad_web.outbox.delivery import deliver_due
from hexad_web.outbox.models import OutboxMessage
from hexad_web.scheduling.actions.booking import confirm_run
from hexad_web.scheduling.models import PlanRun
from hexad_web.scheduling.queries import plans

GROUPS, SHORT_GROUPS = 20, 3
LIMIT = 2.0  # seconds to queue the invitations of twenty groups
COLUMNS = ("what", "groups", "mails", "seconds", "of the limit", "mails a second", "of smtplib's")


def run(effort: Effort) -> Table:
    """Confirm, then deliver, with the peer before and after."""
    say("loading, forming, planning")
    now = timezone.now()
    plan = only(SHORT_GROUPS if effort.short else GROUPS, planned(now=now))
    ready = plans.planned(plan)
    OutboxMessage.objects.all().delete()  # the mails that announced the groups
    groups, seen = len(ready), plans.fingerprint(ready)
    queueing, confirmed = timed(lambda: confirm_run(actor=actor_in(Role.OWNER), run_id=plan.pk, seen=seen, now=now))
    say(f"delivering {confirmed.mails} mails")
    letters = [Letter(*row) for row in OutboxMessage.objects.values_list("sender", "recipient", "payload")]
    with mail_server() as (sink, port):
        before, _ = timed(lambda: send_bare(letters, port))
        delivering, delivered = timed(deliver_due)
        after, _ = timed(lambda: send_bare(letters, port))
        arrived = sink.arrived - 2 * len(letters)
    peer = (before + after) / 2
    table = Table("Invitations of the demo organisation", COLUMNS)
    table.add("queueing", groups, confirmed.mails, figure(queueing), times(queueing, LIMIT), "-", "-")
    table.add("smtplib alone", groups, len(letters), figure(peer), "-", figure(len(letters) / peer), times(peer, peer))
    rate = delivered / delivering
    table.add("delivery", groups, arrived, figure(delivering), "-", figure(rate), times(rate, len(letters) / peer))
    table.note(f"The limit: {LIMIT:g} s for {GROUPS} groups. Delivered: {delivered} of {confirmed.mails} mails.")
    return table


def only(groups: int, plan: PlanRun) -> PlanRun:
    """Drop the plans of further groups, so that every run counts the same ones."""
    kept = plans.planned(plan).values_list("pk", flat=True)[:groups]
    plan.groups.exclude(pk__in=list(kept)).delete()
    return plan


@contextmanager
def mail_server() -> Iterator[tuple[CountingSink, int]]:
    """Start a server and point the outbox to it."""
    sink = CountingSink()
    with running_sink(sink) as (_, port):
        backend = "hexad_web.outbox.smtp.SmtpBackend"
        with override_settings(OUTBOX_EMAIL_BACKEND=backend, EMAIL_HOST=HOST, EMAIL_PORT=port):
            yield sink, port
