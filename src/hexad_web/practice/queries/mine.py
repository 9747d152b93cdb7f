"""One person's practice: the plan, the weeks it belongs to, and everything of the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hexad.practice.nudges import NudgeKind, Practising, all_nudges
from hexad.practice.plans import Weeks, practice_weeks, suggest_occasion
from hexad.practice.scrap import Outcome, ScrapCount, count
from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.availability.queries import current_zones
from hexad_web.formation.models import Group
from hexad_web.people.models import Participation, Person
from hexad_web.practice import access
from hexad_web.practice.access import Seat
from hexad_web.practice.models import BuddyCheck, BuddyPair, JournalEntry, Plan, Report
from hexad_web.practice.queries import modules
from hexad_web.practice.queries.modules import TopicModule
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions import access as sessions_access
from hexad_web.sessions.models import Session

State = Session.State
BEGUN = (State.RUNNING, State.HELD)
KEPT_OPEN = (State.PLANNED, State.RUNNING, State.HELD)


@dataclass(frozen=True, slots=True)
class PlanWords:
    """A plan as its author reads it."""

    situation: str
    behaviour: str
    technique: str
    strategy: str
    occasion_date: date | None
    is_complete: bool


def zone_of(person: Person) -> ZoneInfo:
    return ZoneInfo(current_zones([person])[person.pk])


def plan_of(person: Person, group: Group, cycle: int) -> Plan | None:
    """The plan that somebody goes by in a cycle: the one made in reflect, else the one made in explore."""
    plans = access.plans_of(person).filter(session__group=group, session__cycle=cycle)
    return plans.order_by("-made_at", "-pk").first()


def plan_in(seat: Seat) -> Plan | None:
    return access.plans_of(seat.person).filter(session=seat.session).first()


def explore_plan(seat: Seat) -> Plan | None:
    """In reflect: the plan that was practised."""
    plans = access.plans_of(seat.person).filter(session__group=seat.session.group, session__cycle=seat.session.cycle)
    return plans.filter(session__kind=Meeting.Kind.EXPLORE).order_by("-made_at").first()


def words_of(plan: Plan | None, actor: Actor, titles: dict[str, str] | None = None) -> PlanWords:
    if plan is None:
        return PlanWords("", "", "", "", None, is_complete=False)
    texts = [
        private_text.read(actor=actor, private=private) if private else ""
        for private in (plan.situation, plan.behaviour, plan.technique)
    ]
    strategy = (titles or {}).get(plan.strategy, "")
    situation, behaviour, technique = texts
    return PlanWords(situation, behaviour, technique, strategy, plan.occasion_date, plan.is_complete)


def weeks_of(session: Session, zone: ZoneInfo) -> Weeks:
    """The days on which a plan of this session can be tried, on the person's calendar."""
    explored = session.starts_at.astimezone(zone).date()
    if session.kind != Meeting.Kind.EXPLORE:
        return practice_weeks(explored, None)
    reflect = reflect_of(session)
    return practice_weeks(explored, reflect.starts_at.astimezone(zone).date() if reflect else None)


def reflect_of(session: Session) -> Session | None:
    of_cycle = Session.objects.filter(group=session.group_id, cycle=session.cycle, kind=Meeting.Kind.REFLECT)
    return of_cycle.filter(state__in=KEPT_OPEN).order_by("-starts_at").first()


def suggested_date(session: Session, zone: ZoneInfo, now: datetime) -> date:
    return suggest_occasion(now.astimezone(zone).date(), weeks_of(session, zone))


def has_reflected(session: Session) -> bool:
    reflect = reflect_of(session)
    return reflect is not None and reflect.state in BEGUN


def reflects_of(explored: Iterable[Session]) -> dict[tuple[int, int], datetime]:
    """When each group reflects, by group and cycle."""
    groups = [session.group_id for session in explored]
    rows = Session.objects.filter(group__in=groups, kind=Meeting.Kind.REFLECT, state__in=KEPT_OPEN)
    return {(row.group_id, row.cycle): row.starts_at for row in rows.order_by("starts_at")}


@dataclass(frozen=True, slots=True)
class ReportRow:
    outcome: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person I look after answered, or the question that waits for my own answer."""

    id: int
    name: str
    answer: str = ""
    text: str = ""
    is_new: bool = False
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyPractice:
    """``session``: where the plan is made; None before the first explore session has begun."""

    session: Session | None = None
    plan: Plan | None = None
    words: PlanWords | None = None
    reports: list[ReportRow] = field(default_factory=list)
    counted: ScrapCount | None = None
    tip: str = ""
    module: TopicModule | None = None
    buddy: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: Answer | None = None
    notes: list[Note] = field(default_factory=list)
    can_plan: bool = False
    has_record: bool = False  # of the session; not for whoever has left the group

    @property
    def can_report(self) -> bool:
        return self.plan is not None and self.plan.is_complete


def person_of(actor: Actor) -> Person | None:
    own = Person.objects.filter(organisation=actor.organisation, user=actor.user, user__isnull=False)
    return own.exclude(participation=Participation.LEFT).select_related("organisation").order_by("pk").first()


def group_of(person: Person) -> Group | None:
    """The group that somebody is in, else the last one they were in: what was written there stays theirs."""
    own = Group.objects.filter(members__person=person).exclude(state=Group.State.DRAFT)
    return own.select_related("private_space", "organisation").order_by("-members__is_active", "-pk").first()


def explored_session(group: Group) -> Session | None:
    """The explore session of the cycle that the group is in."""
    begun = Session.objects.filter(group=group, kind=Meeting.Kind.EXPLORE, state__in=BEGUN)
    return begun.select_related("group", "organisation").order_by("-cycle", "-starts_at").first()


def my_practice(actor: Actor, now: datetime) -> MyPractice:
    person = person_of(actor)
    group = group_of(person) if person else None
    if person is None or group is None:
        return MyPractice(notes=_notes(actor) if person else [])
    session = explored_session(group)
    if session is None:
        return MyPractice(notes=_notes(actor))
    return _practice_in(Seat(actor, session, person), now)


def _practice_in(seat: Seat, now: datetime) -> MyPractice:
    session, person, actor = seat.session, seat.person, seat.actor
    plan = plan_of(person, session.group, session.cycle)
    module = modules.module_of(session)
    titles = dict(modules.titles_of(module))
    pair = BuddyPair.objects.filter(group=session.group, cycle=session.cycle, person=person).select_related("buddy")
    shown = plan.session if plan else session
    return MyPractice(
        session=shown,
        plan=plan,
        words=words_of(plan, actor, titles),
        reports=_reports(person, actor),
        counted=_counted(person),
        tip=_current_tip(session, module, zone_of(person), now),
        module=module,
        buddy=next((one.buddy.name for one in pair), ""),
        answers=_answers(person, session, actor),
        asked=open_check(person, session, now),
        notes=_notes(actor),
        can_plan=session.group.state == Group.State.PUBLISHED and not has_reflected(session),
        has_record=sessions_access.sessions_of(actor).filter(pk=shown.pk, state__in=BEGUN).exists(),
    )


def _reports(person: Person, actor: Actor) -> list[ReportRow]:
    rows = Report.objects.filter(person=person).select_related("text__space").order_by("-made_at", "-pk")[:20]
    return [
        ReportRow(row.get_outcome_display(), private_text.read(actor=actor, private=row.text), row.made_at)
        if row.text
        else ReportRow(row.get_outcome_display(), "", row.made_at)
        for row in rows
    ]


def _counted(person: Person) -> ScrapCount:
    rows = Report.objects.filter(person=person).order_by("made_at", "pk").values_list("plan", "outcome")
    plans = Plan.objects.filter(person=person).exclude(occasion_date=None).values_list("pk", flat=True)
    return count([(str(plan), Outcome(outcome)) for plan, outcome in rows], map(str, plans))


def _current_tip(session: Session, module: TopicModule | None, zone: ZoneInfo, now: datetime) -> str:
    """The latest tip whose morning has come, as the page shows it until the next."""
    tips = modules.tips_of(module)
    one = Practising(person="", zone=zone, explored_at=session.ends_at, tip_days=tuple(tips))
    days = [nudge.number for nudge in all_nudges(one) if nudge.kind is NudgeKind.TIP and nudge.due_at <= now]
    return tips[days[-1]] if days else ""


def _answers(person: Person, session: Session, actor: Actor) -> list[Answer]:
    rows = access.checks_for(person).filter(session=session).exclude(answered_at=None)
    return [
        Answer(
            row.pk,
            row.pair.person.name,
            row.get_answer_display(),
            private_text.read(actor=actor, private=row.text) if row.text else "",
            is_new=row.read_at is None,
        )
        for row in rows.order_by("-answered_at")
    ]


def open_check(person: Person, session: Session, now: datetime) -> Answer | None:
    asked = BuddyCheck.objects.filter(pair__person=person, session=session).select_related("pair__buddy", "session")
    for row in asked.order_by("-asked_at")[:1]:
        if is_open(row, now):
            answer = row.get_answer_display() if row.answer else ""
            return Answer(row.pk, row.pair.buddy.name, answer, token=access.check_token(row.pk))
    return None


def is_open(check: BuddyCheck, now: datetime) -> bool:
    """A buddy's question can be answered until reflect begins."""
    reflect = reflect_of(check.session)
    if reflect is not None:
        return reflect.starts_at > now and reflect.state == State.PLANNED
    return now.date() <= practice_weeks(check.session.starts_at.date(), None).last


def _notes(actor: Actor) -> list[Note]:
    rows: list[JournalEntry] = list(access.journal_of(actor).filter(deleted_at=None)[:50])
    return [Note(row.pk, private_text.read(actor=actor, private=row.text), row.written_at) for row in rows]


def note_of(actor: Actor, entry_id: int) -> Note:
    row = access.entry_of(actor, entry_id)
    return Note(row.pk, private_text.read(actor=actor, private=row.text), row.written_at)
