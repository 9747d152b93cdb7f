"""A whole organisation for the tests that walk every page: people, calendars, runs, groups, plans, meetings, mails.

Everything in it is named after the organisation, so that one word of it on a stranger's page is a leak.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hexad.sessions.agenda import load
from hexad_web.accounts import actions, private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Organisation, Role
from hexad_web.availability.models import Kind, Source
from hexad_web.challenges.actions import choosing, editing_modules, publishing_modules, rivals, stating, voting
from hexad_web.challenges.models import Topic, TopicChange
from hexad_web.evidence import access as evidence_access
from hexad_web.evidence.models import Observer, OwnScale, ReturnItem, Study, StudyGroup, Taking
from hexad_web.formation import access as formation_access
from hexad_web.formation.actions import running
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people import access as people_access
from hexad_web.people.actions.uploading import take_file
from hexad_web.people.models import Import, Invitation, Participation, Person
from hexad_web.practice import access as practice_access
from hexad_web.practice.actions import planning, reporting
from hexad_web.practice.models import BuddyCheck, BuddyPair, FollowUp
from hexad_web.report.actions import closing, replying
from hexad_web.report.models import Obstacle, Period
from hexad_web.scheduling import access as scheduling_access
from hexad_web.scheduling.actions import booking, feeds, polling
from hexad_web.scheduling.models import Attendance, Choice, GroupPlan, LinkTemplate, Meeting, PlanRun, Proposal, Room
from hexad_web.scheduling.queries import plans
from hexad_web.sessions.actions import agendas, releasing, writing
from hexad_web.sessions.models import OwnAgenda, Release, Session
from tests.examples import NOW
from tests.hexad_web.conftest import actor_of
from tests.hexad_web.formation.cast import DEPARTMENTS, FIRST_NAMES, answer_of, finished_run
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT, option

JOINED = 12
TRADEOFF: dict[str, Any] = {
    "points": [
        {"weight": 0.0, "can_meet": 0.4, "points": 40.0},
        {"weight": 5.0, "can_meet": 1.0, "points": 38.0},
    ],
    "prices": [1.1],
}


@dataclass(frozen=True)
class World:
    """``ids``: what stands for each parameter of an address, or of those of one app, or of one page.

    ``tokens``: what a mail's link holds, by URL name.
    """

    organisation: Organisation
    actors: dict[str, Actor]
    colleague: Actor  # a participant in another group than the participant's
    ids: dict[str, int | str]
    tokens: dict[str, str]

    @property
    def marks(self) -> tuple[str, ...]:
        """Words that stand in this organisation's rows and in nobody else's."""
        slug = self.organisation.slug
        return (self.organisation.name, f"{slug}.example", surname(self.organisation), f"Topic of {slug}")


def surname(organisation: Organisation) -> str:
    return f"Of{organisation.slug.title()}"


def build_world(name: str, slug: str) -> World:
    organisation = Organisation.objects.create(name=name, slug=slug, time_zone="Europe/Berlin")
    actors = {role.value: actor_of(organisation, role, f"{role.value.title()}{slug}") for role in Role}
    people = add_people(organisation)
    colleague = actor_of(organisation, Role.PARTICIPANT, f"Colleague{slug}")
    for person, actor in ((people[0], actors["participant"]), (people[-1], colleague)):
        Person.objects.filter(pk=person.pk).update(user=actor.user)
    owner = actors["owner"]
    draft = form(owner, people)  # first: whoever has a group is not in the next search
    published = publish_groups(owner, people)
    ids: dict[str, int | str] = {
        "person_id": Person.objects.get(organisation=organisation, participation=Participation.INVITED).pk,
        "membership_id": Membership.objects.get(organisation=organisation, role=Role.SPONSOR).pk,
        "import_id": add_import(owner).pk,
        "source_id": add_sources(people[0]).pk,
        "formation:run_id": draft.pk,
        "other_run_id": published.pk,
        "seat_id": GroupMember.objects.get(run=draft, person=people[0]).pk,
        "draft_group_id": Group.objects.get(run=draft, number=2).pk,
        "number": 1,
        "kind": "csv",
        "group_id": Group.objects.get(run=published, number=1).pk,
        **add_meetings(owner, published),
        "message_id": fail_a_mail(organisation).pk,
    }
    ids.update(add_session(int(ids["meeting_id"])))
    ids.update(add_practice(actors["participant"], int(ids["session_id"])))
    ids.update(add_agenda(actors["owner"]))
    ids.update(add_challenges(actors["owner"], actors["participant"]))
    ids.update(add_card(actors["participant"], int(ids["session_id"])))
    ids.update(miss_session(organisation))
    ids.update(add_releases(actors["participant"], people[0]))
    ids["period_id"] = add_period(actors["owner"]).pk
    ids["formation:mending:run_id"] = answered(owner, Run.Kind.MEND, mending_of(organisation)).pk
    ids["formation:tradeoff:run_id"] = answered(owner, Run.Kind.TRADEOFF, TRADEOFF).pk
    return World(organisation, actors, colleague, ids, tokens_of(organisation, owner, people))


def add_people(organisation: Organisation) -> list[Person]:
    """Twelve who joined, and one in each other standing."""
    others = (Participation.INVITED, Participation.NOT_INVITED, Participation.DECLINED, Participation.LEFT)
    standings = [Participation.JOINED] * JOINED + list(others)
    rows = Person.objects.bulk_create(
        Person(
            organisation=organisation,
            email=f"person{number}@{organisation.slug}.example",
            name=f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {surname(organisation)}{number}",
            level="manager",
            department=DEPARTMENTS[number % len(DEPARTMENTS)],
            site=f"Site of {organisation.slug}",
            languages=["en"],
            participation=standing,
            invited_at=NOW - timedelta(days=5),
        )
        for number, standing in enumerate(standings)
    )
    return rows[:JOINED]


def add_import(owner: Actor) -> Import:
    line = f"new@{owner.organisation.slug}.example,New {surname(owner.organisation)},Sales"
    return take_file(actor=owner, name="more.csv", data=f"email,name,department\n{line}\n".encode(), now=NOW)


def add_sources(person: Person) -> Source:
    """A calendar's address, which is a secret, and a painted week."""
    slug = person.organisation.slug
    common = {"organisation": person.organisation, "person": person, "created_at": NOW, "read_at": NOW}
    Source.objects.create(kind=Kind.GRID, name="Week", pattern=[[0, 540, 600, "busy"]], **common)
    return Source.objects.create(
        kind=Kind.FEED,
        name=f"Calendar at {slug}.example",
        sealed_url=private_text.seal(f"https://calendar.{slug}.example/secret"),
        next_try_at=NOW + timedelta(hours=1),
        **common,
    )


def form(owner: Actor, people: list[Person]) -> Run:
    answer = answer_of(people)
    for group in answer["groups"]:
        group["topic"] = f"Topic of {owner.organisation.slug}"
    return finished_run(owner, NOW, answer=answer)


def publish_groups(owner: Actor, people: list[Person]) -> Run:
    run = form(owner, people)
    return publish(actor=owner, draft=Draft(run.pk, run.revision), now=NOW)


def answered(owner: Actor, kind: Run.Kind, result: dict[str, Any]) -> Run:
    """A run of a kind that forms no groups of its own, with what it found."""
    start = running.start_mending if kind == Run.Kind.MEND else running.start_tradeoff
    run = start(actor=owner, policy=formation_access.policy_of(owner), now=NOW)
    Run.objects.filter(pk=run.pk).update(state=Run.State.ANSWERED, result=result)
    return run


def mending_of(organisation: Organisation) -> dict[str, Any]:
    """One member changes groups."""
    one, other = Group.objects.filter(organisation=organisation, state=Group.State.PUBLISHED).order_by("number")[:2]
    moved = [[one.members.earliest("pk").person_id, one.pk, other.pk]]
    return {"moved": moved, "joined": [], "dissolved": [], "waiting": []}


def add_meetings(owner: Actor, run: Run) -> dict[str, int | str]:
    """The first group has its invitations, the second its times, the third is asked to choose among two."""
    organisation = owner.organisation
    room = Room.objects.create(
        organisation=organisation, site="Berlin", name=f"Room of {organisation.slug}", capacity=8
    )
    LinkTemplate.objects.create(
        organisation=organisation, template=f"https://meet.{organisation.slug}.example/{{group}}"
    )
    invited, planned, asked = Group.objects.filter(run=run).order_by("number")
    first = plan_run(organisation, [invited])
    booking.confirm_run(actor=owner, run_id=first.pk, seen=plans.fingerprint(plans.planned(first)), now=NOW)
    latest = plan_run(organisation, [planned, asked])
    chosen = GroupPlan.objects.get(run=latest, group=planned)
    poll = polling.ask_group(actor=owner, plan_id=GroupPlan.objects.get(run=latest, group=asked).pk, now=NOW)
    explore = Meeting.objects.filter(group=invited).earliest("start")
    later = {"before": explore.start.isoformat(), "start": (explore.start + timedelta(hours=1)).isoformat()}
    proposal = Proposal.objects.create(
        organisation=organisation,
        group=invited,
        cause=Proposal.Cause.CALENDAR,
        moves=[{"meeting": explore.pk, "room": None, "is_near": False, **later}],
        created_at=NOW,
    )
    return {
        "proposal_id": proposal.pk,
        "room_id": room.pk,
        "meeting_id": Meeting.objects.filter(group=invited).earliest("start").pk,
        "scheduling:run_id": latest.pk,
        "plan_id": chosen.pk,
        "scheduling:decide:plan_id": poll.plan_id,
    }


def add_session(meeting_id: int) -> dict[str, int | str]:
    meeting = Meeting.objects.get(pk=meeting_id)
    session, _is_new = Session.objects.get_or_create(
        meeting=meeting,
        defaults={
            "organisation": meeting.organisation,
            "group": meeting.group,
            "kind": meeting.kind,
            "agenda": load(meeting.kind).as_json(),
            "seed": "seed",
            "rota": [str(key) for key in meeting.group.members.values_list("person", flat=True)],
            "starts_at": meeting.start,
            "ends_at": meeting.end,
        },
    )
    return {"session_id": session.pk}


def add_agenda(owner: Actor) -> dict[str, int | str]:
    """One of its own, published, with the organisation's word in it."""
    made = agendas.copy_ours(actor=owner, name="explore", now=NOW)
    OwnAgenda.objects.filter(pk=made.pk).update(draft={**made.draft, "title": f"Topic of {owner.organisation.slug}"})
    agendas.publish(actor=owner, agenda_id=made.pk, now=NOW)
    return {"agenda_id": made.pk, "agenda_name": "explore"}


def add_practice(participant: Actor, session_id: int) -> dict[str, int | str]:
    """A plan, a note, and a buddy on each side of whom the other has answered."""
    session = Session.objects.select_related("group__private_space", "organisation").get(pk=session_id)
    person = people_access.own_person(participant)
    mark = f"Topic of {session.organisation.slug}"
    seat = practice_access.Seat(participant, session, person)
    draft = planning.Draft(situation=mark, behaviour=mark, occasion_date=session.starts_at.date())
    planning.save_plan(seat=seat, draft=draft, now=NOW)
    other = session.group.members.exclude(person=person).earliest("pk").person
    common = {"organisation": session.organisation, "group": session.group, "cycle": session.cycle}
    checks = [
        BuddyCheck.objects.create(
            organisation=session.organisation,
            pair=BuddyPair.objects.create(person=one, buddy=buddy, **common),
            session=session,
            day=9,
            asked_at=NOW,
        )
        for one, buddy in ((person, other), (other, person))
    ]
    asked = {"organisation": session.organisation, "session": session, "person": person}
    FollowUp.objects.create(months=3, asked_at=NOW, **asked)
    note = reporting.add_note(actor=participant, text=mark, now=NOW)
    return {"entry_id": note.pk, "check_id": checks[1].pk}


def add_challenges(owner: Actor, participant: Actor) -> dict[str, int | str]:
    """Two topics out of what people shared, one split from the other; voting is open, and somebody is a rival."""
    organisation, person = owner.organisation, people_access.own_person(participant)
    mark = f"Topic of {organisation.slug}"
    answers = stating.Answers(statement=f"{mark}: meetings without an end", gives=mark, wants=mark, online=2)
    stating.save_answers(actor=participant, answers=answers, now=NOW)
    stating.share(actor=participant, now=NOW)
    topic, other = (
        Topic.objects.create(organisation=organisation, title=f"{mark} {number}", terms=["meetings"], made_at=NOW)
        for number in (1, 2)
    )
    change = TopicChange.objects.create(
        organisation=organisation, kind=TopicChange.Kind.SPLIT, topic=topic, other=other, made_at=NOW
    )
    voting.open_voting(actor=owner, closes_date=NOW.date() + timedelta(days=7), now=NOW)
    choosing.accept_topics(actor=participant, ranked=[topic.pk, other.pk], now=NOW)
    colleague = Person.objects.filter(organisation=organisation, participation=Participation.JOINED)
    rivals.name_rival(actor=participant, other_id=colleague.exclude(pk=person.pk).latest("pk").pk, now=NOW)
    return {"topic_id": topic.pk, "change_id": change.pk, "challenges:part": "purpose", **add_module(owner)}


def add_module(owner: Actor) -> dict[str, int | str]:
    """One of the organisation's own, published and being changed."""
    title = f"Topic of {owner.organisation.slug}, weekends"
    key = editing_modules.copy_module(actor=owner, key="delegation", title=title, now=NOW)
    publishing_modules.publish(actor=owner, key=key, now=NOW)
    own = Topic.objects.filter(organisation=owner.organisation).earliest("pk")
    Topic.objects.filter(pk=own.pk).update(module=key)
    editing_modules.save_part(actor=owner, key=key, put=lambda content: {**content, "purpose": title}, now=NOW)
    return {"challenges:name": key}


def add_card(participant: Actor, session_id: int) -> dict[str, int | str]:
    """Sent, and not revealed: the session has not begun."""
    mark = f"Topic of {participant.organisation.slug}"
    written = writing.Written("story", "stories", "story", mark, is_sent=True)
    card = writing.write_card(actor=participant, session_id=session_id, written=written, now=NOW)
    assert card is not None
    return {"card_id": card.pk}


def miss_session(organisation: Organisation) -> dict[str, int | str]:
    """Held without any of the invited."""
    meeting = Meeting.objects.filter(organisation=organisation).latest("start")
    session_id = int(add_session(meeting.pk)["session_id"])
    Session.objects.filter(pk=session_id).update(state=Session.State.HELD, paper_until=meeting.end)
    return {f"{name}:session_id": session_id for name in ("sessions:catch_up", "sessions:paper", "record")}


def add_releases(participant: Actor, person: Person) -> dict[str, int | str]:
    """An obstacle that the group is asked about, and one that the sponsor may read."""
    mark = f"Topic of {person.organisation.slug}"
    waiting = releasing.propose(actor=participant, proposal=releasing.Proposal("obstacle", mark), now=NOW)
    released = Release.objects.create(
        organisation=waiting.organisation,
        group=waiting.group,
        kind=Release.Kind.OBSTACLE,
        state=Release.State.RELEASED,
        text=mark,
        proposed_at=NOW - timedelta(days=9),
        released_at=NOW - timedelta(days=8),
    )
    replying.follow_releases(now=NOW)
    return {
        "release_id": waiting.pk,
        "sessions:kind": "obstacle",
        "obstacle_id": Obstacle.objects.get(release=released).public_id,
    }


def add_period(owner: Actor) -> Period:
    """A closed one, so early that it holds no figure: what it holds of words is the organisation's name."""
    first = NOW.date() - timedelta(days=30)
    wanted = closing.Wanted(name=f"Topic of {owner.organisation.slug}", start_date=first, last_date=first, threshold=8)
    owner.organisation.created_at = NOW - timedelta(days=30)
    owner.organisation.save()
    return closing.close_period(actor=owner, wanted=wanted, now=NOW)


def add_study(owner: Actor, person: Person) -> Observer:
    """A frozen one whose first round is open; the participant takes part and named somebody."""
    organisation = owner.organisation
    ours = {"organisation": organisation}
    study = Study.objects.create(
        **ours,
        state=Study.State.FROZEN,
        first_date=NOW.date() + timedelta(days=7),
        seed=1,
        created_at=NOW,
        frozen_at=NOW,
        plan_text="{}",
        plan_hash="0" * 64,
    )
    groups = Group.objects.filter(organisation=organisation, state=Group.State.PUBLISHED).order_by("number")
    for place, group in enumerate(groups):
        StudyGroup.objects.create(**ours, study=study, group=group, wave=place % 2)
    Taking.objects.create(**ours, study=study, person=person, agreed_at=NOW)
    OwnScale.objects.create(
        **ours, title=f"Scale of {organisation.slug}", items=[["I ask.", "This manager asks."]] * 2, created_at=NOW
    )
    ReturnItem.objects.create(
        **ours, kind="intangible", name=f"Calm of {organisation.slug}", source="", currency="USD", added_at=NOW
    )
    email = f"observer@{organisation.slug}.example"
    return Observer.objects.create(
        **ours, study=study, person=person, email=email, category=Observer.Category.PEER, named_at=NOW
    )


def plan_run(organisation: Organisation, groups: Iterable[Group]) -> PlanRun:
    run = PlanRun.objects.create(organisation=organisation, first_date=NOW.date(), weeks=16, created_at=NOW)
    later = timedelta(days=7)
    for group in groups:
        GroupPlan.objects.create(
            organisation=organisation,
            run=run,
            group=group,
            state=GroupPlan.State.PLANNED,
            options=[option().stored(), option(1, EXPLORE + later, REFLECT + later).stored()],
            zone="Europe/Berlin",
            mode=Meeting.Mode.VIRTUAL,
            link=f"https://meet.{organisation.slug}.example/{{group}}",
        )
    return run


def fail_a_mail(organisation: Organisation) -> OutboxMessage:
    mail = OutboxMessage.objects.filter(organisation=organisation).earliest("pk")
    mail.state, mail.last_error, mail.secret = OutboxMessage.State.FAILED, "refused 550", False
    mail.save()
    return mail


def tokens_of(organisation: Organisation, owner: Actor, people: list[Person]) -> dict[str, str]:
    waiting = Person.objects.get(organisation=organisation, participation=Participation.INVITED)
    token = f"join-{organisation.slug}"
    Invitation.objects.create(
        organisation=organisation, person=waiting, token_hash=people_access.hash_of(token), invited_at=NOW
    )
    attendance = Attendance.objects.filter(person=people[0]).earliest("meeting__start")
    choice = Choice.objects.filter(organisation=organisation).earliest("pk")
    check = BuddyCheck.objects.filter(organisation=organisation, pair__person=people[0]).earliest("pk")
    follow_up = FollowUp.objects.filter(organisation=organisation).earliest("pk")
    observer = add_study(owner, people[0])
    member = Actor(organisation=organisation, role=Role.PARTICIPANT, user=attendance.person.user)
    assert owner.user is not None
    return {
        "evidence:observe": evidence_access.observer_token(observer.pk),
        "practice:buddy": practice_access.check_token(check.pk),
        "practice:follow_up": practice_access.follow_up_token(follow_up.pk),
        "accounts:sign_in": actions.make_sign_in_link(owner.user, NOW).token,
        "people:join": token,
        "scheduling:feed": feeds.make_feed(actor=member, now=NOW),
        "scheduling:answer": scheduling_access.answer_token(attendance.pk),
        "scheduling:choose": scheduling_access.choose_token(choice.pk),
    }
