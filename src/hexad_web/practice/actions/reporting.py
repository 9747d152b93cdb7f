"""Reports on a plan, and the journal."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.people import access as people_access
from hexad_web.practice import access
from hexad_web.practice.access import Seat
from hexad_web.practice.actions.planning import refuse_if_over
from hexad_web.practice.actions.texts import Pen
from hexad_web.practice.models import JournalEntry, Outcome, Plan, Report
from hexad_web.practice.queries import mine
from hexad_web.practice.refusals import Refused
from hexad_web.sessions.models import Session

UNDO_WITHIN = timedelta(days=1)


@transaction.atomic
def log_report(*, actor: Actor, outcome: str, text: str, now: datetime) -> Report:
    """What somebody tried, between the sessions; every report is kept beside the earlier ones."""
    page = mine.my_practice(actor, now)
    if page.plan is None or not page.can_report:
        raise Refused(_("There is no plan yet. Make your plan first."))
    return _write(Pen(actor, page.plan.session.group, now), page.plan, outcome, text)


@transaction.atomic
def report_in(*, seat: Seat, outcome: str, text: str, now: datetime) -> Report:
    """The report of a reflect session: one, changed in place until the session ends."""
    refuse_if_over(seat.session, now)
    plan = mine.explore_plan(seat)
    if plan is None:
        raise Refused(_("You made no plan in Explore. Tell the group what you saw instead."))
    return _write(Pen(seat.actor, seat.session.group, now), plan, outcome, text, session=seat.session)


def _write(pen: Pen, plan: Plan, outcome: str, text: str, session: Session | None = None) -> Report:
    if outcome not in Outcome.values:
        raise Refused(_("Say what became of your plan."))
    fields = {"plan": plan, "person_id": plan.person_id, "organisation_id": plan.organisation_id}
    values = {"outcome": outcome, "made_at": pen.now}
    if session is None:
        report = Report.objects.create(**fields, **values)
    else:
        report, _is_new = Report.objects.update_or_create(plan=plan, session=session, defaults={**fields, **values})
    pen.put(report, "text", text)
    return report


@transaction.atomic
def add_note(*, actor: Actor, text: str, now: datetime) -> JournalEntry:
    person = people_access.own_person(actor)
    entry = JournalEntry(organisation=actor.organisation, person=person, written_at=now, changed_at=now)
    Pen(actor, _group(actor), now).put(entry, "text", text)
    entry.save()
    return entry


@transaction.atomic
def change_note(*, actor: Actor, entry_id: int, text: str, now: datetime) -> None:
    entry = access.entry_of(actor, entry_id)
    Pen(actor, _group(actor), now).put(entry, "text", text)
    JournalEntry.objects.filter(pk=entry.pk).update(changed_at=now)


def _group(actor: Actor) -> Group:
    group = mine.group_of(people_access.own_person(actor))
    if group is None:
        raise Refused(_("Your journal opens when you have a group."))
    return group


@transaction.atomic
def delete_note(*, actor: Actor, entry_id: int, now: datetime) -> None:
    """Gone from the page at once; from the database a day later, so that it can be taken back."""
    entry = access.entry_of(actor, entry_id)
    JournalEntry.objects.filter(pk=entry.pk).update(deleted_at=now)


@transaction.atomic
def restore_note(*, actor: Actor, entry_id: int) -> None:
    entry = access.entry_of(actor, entry_id)
    JournalEntry.objects.filter(pk=entry.pk).update(deleted_at=None)


def throw_away_notes(now: datetime) -> int:
    """Called by the worker: notes that were deleted a day ago, with their texts."""
    over = list(JournalEntry.objects.filter(deleted_at__lt=now - UNDO_WITHIN).select_related("text"))
    for entry in over:
        entry.text.delete()  # the entry goes with it
    return len(over)
