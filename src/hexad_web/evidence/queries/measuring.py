"""What is asked just now, of whom, and what a manager reads of it: in a study, or after each practice without one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hexad.evidence.items import Item
from hexad.evidence.rounds import Round, rounds_of, turn_of
from hexad.evidence.sheets import Category, Sheet, own_feedback
from hexad_web.accounts.models import Organisation
from hexad_web.accounts.private_text import unseal
from hexad_web.evidence import access
from hexad_web.evidence.models import Asking, Observer, ObserverSheet, OwnSheet, Study, StudyGroup, Taking
from hexad_web.evidence.queries.asked import items_of
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person


def rounds(study: Study) -> tuple[Round, ...]:
    return rounds_of(study.first_date, weeks=study.weeks, waves=study.waves)


def today_in(study: Study, now: datetime) -> date:
    return access.today_in(study.organisation, now)


def open_round(study: Study, now: datetime) -> Round | None:
    today = today_in(study, now)
    return next((one for one in rounds(study) if one.is_open(today)), None)


def is_over(study: Study, now: datetime) -> bool:
    """Whether its last round, half a year after the last comparison, has closed."""
    return study.is_frozen and rounds(study)[-1].closes <= today_in(study, now)


def is_in(study: Study | None, person: Person) -> bool:
    """Whether this manager sits in a group: of the study, or, without one, in any."""
    seats = GroupMember.objects.filter(person=person, is_active=True)
    return (
        seats if study is None else seats.filter(group__in=StudyGroup.objects.filter(study=study).values("group"))
    ).exists()


def study_of(organisation: Organisation, person: Person, now: datetime) -> Study | None:
    """The study under way that this manager's group is part of."""
    study = access.frozen_study(organisation)
    return study if study is not None and not is_over(study, now) and is_in(study, person) else None


def in_studies(now: datetime) -> set[int]:
    """Everybody in a group of a study that is under way."""
    frozen = Study.objects.filter(state=Study.State.FROZEN).select_related("organisation")
    groups = StudyGroup.objects.filter(study__in=[one for one in frozen if not is_over(one, now)]).values("group")
    return set(GroupMember.objects.filter(group__in=groups, is_active=True).values_list("person", flat=True))


def taking_of(study: Study | None, person: Person) -> Taking | None:
    return Taking.objects.filter(study=study, person=person, stopped_at=None).first()


@dataclass(frozen=True, slots=True)
class Ask:
    """What an observer is asked just now."""

    items: tuple[Item, ...]
    number: int  # of the study's round; 0 without a study
    asking: Asking | None


def ask_of(observer: Observer, now: datetime) -> Ask | None:
    """None where nothing is asked, where they declined, or where the manager takes no part any more."""
    if observer.declined_at or taking_of(observer.study, observer.person) is None:
        return None
    if observer.study is not None:
        asks = open_round(observer.study, now)
        return Ask(items_of(observer.study), asks.number, None) if asks else None
    today = access.today_in(observer.organisation, now)
    asking = Asking.objects.filter(person=observer.person, opens__lte=today, closes__gt=today).order_by("-pk").first()
    return Ask(items_of(None), 0, asking) if asking else None


@dataclass(frozen=True, slots=True)
class Read:
    """One category of a manager's own feedback: means by the item's words; empty where too few answered."""

    title: str
    means: list[tuple[str, float]]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyObservers:
    """``study`` None and ``can_take_part``: the two questions after each practice."""

    study: Study | None
    can_take_part: bool
    taking: Taking | None
    observers: list[Observer]
    asks: Round | None
    has_answered: bool
    feedback: list[Read]
    is_of_study: bool  # what ``feedback`` holds


def my_observers(organisation: Organisation, person: Person, now: datetime) -> MyObservers:
    study = study_of(organisation, person, now)
    asks = open_round(study, now) if study else None
    answered = asks is not None and OwnSheet.objects.filter(study=study, person=person, round=asks.number).exists()
    closed = _last_closed(organisation, person, now)
    return MyObservers(
        study=study,
        can_take_part=study is not None or is_in(None, person),
        taking=taking_of(study, person),
        observers=list(access.observers_of(study, person)),
        asks=asks,
        has_answered=answered,
        feedback=closed.read() if closed else [],
        is_of_study=closed is not None and closed.study is not None,
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """A time of asking that is over: while one is open, a new answer could be told from the means before it."""

    person: Person
    closes: date
    study: Study | None
    number: int = 0
    asking: Asking | None = None

    def read(self) -> list[Read]:
        items = items_of(self.study)
        found = own_feedback(self.sheets(), [item.key for item in items], number=self.number)
        titles = {
            Category.SELF: _("Yourself"),
            Category.REPORT: _("Those who report to you"),
            Category.PEER: _("Those beside you"),
            Category.BOSS: _("Your bosses"),
        }
        texts = {item.key: _(item.own) for item in items}
        return [
            Read(titles[one.category], [(texts[key], mean) for key, mean in one.means.items()], one.comments)
            for one in found
            if self.study is not None or one.category is not Category.SELF
        ]

    def sheets(self) -> Iterable[Sheet]:
        if self.study is not None:
            for own in OwnSheet.objects.filter(study=self.study, person=self.person, round=self.number):
                yield _sheet(self.number, Category.SELF, own.answers)
        rows = ObserverSheet.objects.filter(observer__study=self.study, observer__person=self.person)
        for sheet in rows.filter(round=self.number, asking=self.asking).select_related("observer"):
            words = unseal(sheet.comment) if sheet.comment else ""
            yield _sheet(self.number, Category(sheet.observer.category), sheet.answers, words)


def _sheet(number: int, category: Category, answers: dict[str, int | None], comment: str = "") -> Sheet:
    return Sheet(round=number, manager="", rater="", category=category, values=answers, comment=comment)


def _last_closed(organisation: Organisation, person: Person, now: datetime) -> Closed | None:
    """The latest that this manager took part in, in whichever study or without one."""
    today = access.today_in(organisation, now)
    took = Taking.objects.filter(person=person).exclude(study=None).select_related("study__organisation")
    found = [
        Closed(person, one.closes, taking.study, one.number)
        for taking in took
        if taking.study is not None
        for one in rounds(taking.study)
        if one.closes <= today
    ]
    asking = Asking.objects.filter(person=person, closes__lte=today).order_by("-closes", "-pk").first()
    found += [Closed(person, asking.closes, None, asking=asking)] if asking else []
    return max(found, key=lambda one: one.closes, default=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """One mail that is due: to an observer, or to the manager where ``observer`` is None; ``turn`` counts from 0."""

    organisation: Organisation
    study: Study | None
    person: Person
    observer: Observer | None
    turn: int
    time: str  # of asking, in the key
    closes: date

    @property
    def key(self) -> str:
        whom = f"o{self.observer.pk}" if self.observer else f"p{self.person.pk}"
        return f"evidence.ask.{self.time}.{whom}.{self.turn}"


def due(now: datetime) -> list[Asked]:
    """Whom to ask, and whom to remind; the outbox takes each key once. Two reminders, none after an answer."""
    found: list[Asked] = []
    for study in Study.objects.filter(state=Study.State.FROZEN).select_related("organisation"):
        asks = open_round(study, now)
        if asks is not None:
            found += _due_in(study, asks, now)
    return [*found, *_due_without(now)]


def _due_in(study: Study, asks: Round, now: datetime) -> Iterable[Asked]:
    takings = Taking.objects.filter(study=study, stopped_at=None).select_related("person__user")
    people = {taking.person_id: taking.person for taking in takings}
    observers = _willing().filter(study=study, person__in=people).exclude(sheets__round=asks.number)
    done = set(OwnSheet.objects.filter(study=study, round=asks.number).values_list("person", flat=True))
    turn = turn_of(asks.opens, today_in(study, now))
    whom = [(person, None) for key, person in people.items() if key not in done]
    for person, observer in [*whom, *((people[one.person_id], one) for one in observers)]:
        yield Asked(study.organisation, study, person, observer, turn, f"{study.pk}.{asks.number}", asks.closes)


def _due_without(now: datetime) -> Iterable[Asked]:
    """Those around managers whose practice has just ended, outside a study."""
    day = now.date()
    near = Asking.objects.filter(opens__lte=day + access.A_DAY, closes__gte=day)
    near = near.filter(person__in=Taking.objects.filter(study=None, stopped_at=None).values("person"))
    askings = list(near.select_related("organisation", "person").order_by("pk"))
    if not askings:
        return
    done = set(ObserverSheet.objects.filter(asking__in=askings).values_list("asking", "observer"))
    around: dict[int, list[Observer]] = defaultdict(list)
    for one in _willing().filter(study=None, person__in=[asking.person_id for asking in askings]):
        around[one.person_id].append(one)
    for asking in askings:
        today = access.today_in(asking.organisation, now)
        for one in around[asking.person_id] if asking.is_open(today) else ():
            if (asking.pk, one.pk) not in done:
                turn = turn_of(asking.opens, today)
                yield Asked(asking.organisation, None, asking.person, one, turn, f"practice.{asking.pk}", asking.closes)


def _willing() -> QuerySet[Observer]:
    return Observer.objects.filter(removed_at=None, declined_at=None).order_by("pk")
