"""Asking managers whose help they used, their answers, and freezing what may be shown."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.evidence.disclosure import SCORES
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.rounds import OPEN_DAYS
from hexad.evidence.silo_map import change_between, silo_map, ties_across
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.evidence import access, mails
from hexad_web.evidence.actions.concluding import estimate_as_stored
from hexad_web.evidence.models import Study, Tie, TiesRound, TiesSheet
from hexad_web.evidence.queries import silos
from hexad_web.formation.models import Group, GroupMember
from hexad_web.outbox.actions import fresh_keys, queue_in_turns
from hexad_web.people.models import Participation, Person
from hexad_web.practice.refusals import Refused

LEAST_UNITS = 2
FIRST, SECOND = 1, 2


@transaction.atomic
def ask(*, actor: Actor, now: datetime) -> TiesRound:
    """Ask everybody who joined and whose department is known, from today on for two weeks."""
    today = access.today_in(actor.organisation, now)
    last = TiesRound.objects.select_for_update().filter(organisation=actor.organisation).order_by("-number").first()
    if last is not None and last.result is None:
        raise Refused(_("The last question is still open."))
    people = list(_asked(actor))
    sizes: dict[str, int] = defaultdict(int)
    for person in people:
        sizes[person.department] += 1
    if sum(size >= SCORES for size in sizes.values()) < LEAST_UNITS:
        raise Refused(_("Ask once two departments have eight managers each in the programme: fewer are never shown."))
    asks = TiesRound.objects.create(
        organisation=actor.organisation,
        number=last.number + 1 if last else FIRST,
        opens=today,
        closes=today + timedelta(days=OPEN_DAYS),
        created_by=actor.user,
        created_at=now,
    )
    TiesSheet.objects.bulk_create(
        TiesSheet(organisation=actor.organisation, round=asks, person=person, unit=person.department)
        for person in people
    )
    audit.record(actor=actor, action="evidence.ask_ties", now=now, people=len(people))
    return asks


def _asked(actor: Actor) -> list[Person]:
    people = Person.objects.filter(organisation=actor.organisation, participation=Participation.JOINED)
    return list(people.exclude(department="").order_by("pk"))


@transaction.atomic
def take_back(*, actor: Actor, now: datetime) -> None:
    """Give up a question that is still open; what was answered is deleted."""
    gone, _rows = TiesRound.objects.filter(organisation=actor.organisation, made_at=None).delete()
    if gone:
        audit.record(actor=actor, action="evidence.take_back_ties", now=now)


@transaction.atomic
def name(*, person: Person, named_id: int, now: datetime) -> None:
    sheet = _open_sheet(person, now)
    other = TiesSheet.objects.filter(round=sheet.round, person=named_id).exclude(person=person).first()
    if other is None:
        raise Refused(_("Choose a person from the list."))
    tie = Tie(organisation=sheet.organisation, sheet=sheet, named_id=other.person_id)
    Tie.objects.bulk_create([tie], ignore_conflicts=True)
    TiesSheet.objects.filter(pk=sheet.pk).update(declined_at=None)


@transaction.atomic
def unname(*, person: Person, named_id: int, now: datetime) -> None:
    Tie.objects.filter(sheet=_open_sheet(person, now), named=named_id).delete()


@transaction.atomic
def send(*, person: Person, now: datetime) -> None:
    """Say that this is all; nobody named is an answer too. It can be changed until the last day."""
    TiesSheet.objects.filter(pk=_open_sheet(person, now).pk).update(answered_at=now, declined_at=None)


@transaction.atomic
def decline(*, person: Person, now: datetime) -> None:
    """Rather not, this time: what was written is deleted, and no reminder comes."""
    sheet = _open_sheet(person, now)
    sheet.ties.all().delete()
    TiesSheet.objects.filter(pk=sheet.pk).update(answered_at=None, declined_at=now)


def _open_sheet(person: Person, now: datetime) -> TiesSheet:
    sheet = silos.open_sheet(person, now)
    if sheet is None:
        raise Refused(_("Nothing is asked just now."))
    return sheet


def ask_due(now: datetime) -> int:
    """Queue what is due; returns how many mails are new."""
    waiting = defaultdict(list)
    for asked in silos.due(now):
        waiting[asked.sheet.organisation].append(asked)
    queued = 0
    for organisation, of in waiting.items():
        fresh = fresh_keys(organisation, [asked.key for asked in of])
        written = (mails.ask_ties(asked) for asked in of if asked.key in fresh)
        queued += queue_in_turns(organisation=organisation, mails=written, now=now)
    return queued


def conclude(now: datetime) -> int:
    """Freeze the map of every question whose last day is over; returns how many."""
    made = 0
    for asks in TiesRound.objects.filter(made_at=None).select_related("organisation"):
        if access.today_in(asks.organisation, now) >= asks.closes:
            made += TiesRound.objects.filter(pk=asks.pk, made_at=None).update(result=_result(asks), made_at=now)
    return made


def _result(asks: TiesRound) -> dict[str, object]:
    units, answers = _answers(asks)
    found = silo_map(units, answers, seed=asks.pk)
    return {**found.as_json(), "change": _change(asks) if found.gate == "shown" else None}


def _answers(asks: TiesRound) -> tuple[dict[str, str], dict[str, set[str]]]:
    units, answers = {}, {}
    for person, unit, answered in asks.sheets.values_list("person", "unit", "answered_at"):
        units[str(person)] = unit
        if answered is not None:
            answers[str(person)] = set[str]()
    for person, named in Tie.objects.filter(sheet__round=asks).values_list("sheet__person", "named"):
        if str(person) in answers:
            answers[str(person)].add(str(named))
    return units, answers


def _change(asks: TiesRound) -> dict[str, object] | None:
    """Return groups that began against groups that waited, where a study drew who begins when."""
    before = TiesRound.objects.filter(organisation=asks.organisation, number=asks.number - 1).first()
    study = Study.objects.filter(organisation=asks.organisation, state=Study.State.FROZEN).order_by("-pk").first()
    if before is None or study is None or before.closes > study.first_date:
        return None
    begun = _begun(study, asks.opens)
    seats = GroupMember.objects.filter(group__in=[int(key) for key in begun]).order_by("-pk")
    group = {str(person): str(key) for person, key in seats.values_list("person", "group")}
    try:
        found = change_between(
            ties_across(*_answers(before)), ties_across(*_answers(asks)), group=group, begun=begun, seed=study.seed
        )
    except EvidenceError:
        return None
    return estimate_as_stored(found) if (found.n_people or 0) >= SCORES else None


def _begun(study: Study, day: date) -> dict[str, bool]:
    groups = Group.objects.filter(pk__in=study.groups.values("group"))
    return {str(pk): first is not None and first <= day for pk, first in groups.values_list("pk", "not_before")}
