"""What a study asks just now, of whom, and what a manager reads of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from hexad.evidence.items import ITEMS, STEPS, Item
from hexad.evidence.rounds import Round, rounds_of, turn_of
from hexad.evidence.sheets import Category, Sheet, own_feedback
from hexad_web.evidence import access
from hexad_web.evidence.models import Observer, ObserverSheet, OwnSheet, Study, StudyGroup, Taking
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person


def rounds(study: Study) -> tuple[Round, ...]:
    return rounds_of(study.first_date, weeks=study.weeks, waves=study.waves)


def today_in(study: Study, now: datetime) -> date:
    return access.today_in(study.organisation, now)


def open_round(study: Study, now: datetime) -> Round | None:
    today = today_in(study, now)
    return next((one for one in rounds(study) if one.is_open(today)), None)


def items() -> Sequence[Item]:
    return ITEMS


def steps() -> list[tuple[str, str]]:
    """The answers of a form: five steps, and that nothing could be observed."""
    return [*((str(value), _(text)) for value, text in enumerate(STEPS)), ("none", _("Could not observe"))]


def is_in(study: Study, person: Person) -> bool:
    """Whether this manager sits in a group of the study."""
    groups = StudyGroup.objects.filter(study=study).values("group")
    return GroupMember.objects.filter(group__in=groups, person=person, is_active=True).exists()


def taking_of(study: Study, person: Person) -> Taking | None:
    return Taking.objects.filter(study=study, person=person, stopped_at=None).first()


@dataclass(frozen=True, slots=True)
class Read:
    """One category of a manager's own feedback: means by the item's words; empty where too few answered."""

    title: str
    means: list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class MyObservers:
    study: Study | None
    taking: Taking | None
    observers: list[Observer]
    asks: Round | None
    has_answered: bool
    feedback: list[Read]


def my_observers(study: Study | None, person: Person, now: datetime) -> MyObservers:
    if study is None or not is_in(study, person):
        return MyObservers(None, None, [], None, has_answered=False, feedback=[])
    asks = open_round(study, now)
    answered = asks is not None and OwnSheet.objects.filter(study=study, person=person, round=asks.number).exists()
    return MyObservers(
        study=study,
        taking=taking_of(study, person),
        observers=list(access.observers_of(study, person)),
        asks=asks,
        has_answered=answered,
        feedback=_feedback(study, person, now),
    )


def _feedback(study: Study, person: Person, now: datetime) -> list[Read]:
    """Of the last round that is over: while one is open, a new answer could be told from the means before it."""
    today = today_in(study, now)
    over = [one.number for one in rounds(study) if one.closes <= today]
    if not over:
        return []
    found = own_feedback(_sheets_about(study, person, over[-1]), [item.key for item in ITEMS], number=over[-1])
    titles = {
        Category.SELF: _("Yourself"),
        Category.REPORT: _("Those who report to you"),
        Category.PEER: _("Those beside you"),
        Category.BOSS: _("Your bosses"),
    }
    texts = {item.key: _(item.own) for item in ITEMS}
    return [Read(titles[one.category], [(texts[key], mean) for key, mean in one.means.items()]) for one in found]


def _sheets_about(study: Study, person: Person, number: int) -> Iterable[Sheet]:
    for own in OwnSheet.objects.filter(study=study, person=person, round=number):
        yield Sheet(round=number, manager="", rater="", category=Category.SELF, values=own.answers)
    rows = ObserverSheet.objects.filter(observer__study=study, observer__person=person, round=number)
    for sheet in rows.select_related("observer").order_by("?"):
        category = Category(sheet.observer.category)
        yield Sheet(round=number, manager="", rater="", category=category, values=sheet.answers)


@dataclass(frozen=True, slots=True)
class Asked:
    """One mail that is due: to an observer, or to the manager where ``observer`` is None; ``turn`` counts from 0."""

    study: Study
    round: Round
    person: Person
    observer: Observer | None
    turn: int

    @property
    def key(self) -> str:
        whom = f"o{self.observer.pk}" if self.observer else f"p{self.person.pk}"
        return f"evidence.ask.{self.study.pk}.{self.round.number}.{whom}.{self.turn}"


def due(now: datetime) -> list[Asked]:
    """Whom to ask, and whom to remind; the outbox takes each key once. Two reminders, none after an answer."""
    found = []
    for study in Study.objects.filter(state=Study.State.FROZEN).select_related("organisation"):
        asks = open_round(study, now)
        if asks is None:
            continue
        takings = Taking.objects.filter(study=study, stopped_at=None).select_related("person__user")
        people = {taking.person_id: taking.person for taking in takings}
        observers = Observer.objects.filter(study=study, person__in=people, removed_at=None, declined_at=None).exclude(
            sheets__round=asks.number
        )
        done = set(OwnSheet.objects.filter(study=study, round=asks.number).values_list("person", flat=True))
        turn = turn_of(asks.opens, today_in(study, now))
        found += [Asked(study, asks, person, None, turn) for key, person in people.items() if key not in done]
        found += [Asked(study, asks, people[one.person_id], one, turn) for one in observers.order_by("pk")]
    return found
