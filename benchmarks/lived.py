"""A programme that has been lived: people asked, groups that met, ratings, plans, follow-ups, all as rows."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from hexad_web.accounts.models import Organisation, PrivateSpace
from hexad_web.evidence.models import Response
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.people.models import Consent, Invitation, Participation, Person
from hexad_web.practice.models import FollowUp, Plan
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.sessions.models import Release, Session

SIZE = 6
NINETY = timedelta(minutes=90)
BETWEEN = timedelta(days=28)
DEPARTMENTS = ("Sales", "Logistics", "Finance", "Production", "Research", "Legal")
FOUR = ("sharing", "comfort", "responses", "material")
BATCH = 5000


@dataclass(slots=True)
class Lived:
    """Writes one organisation's months. ``begins``: the day on which people were asked."""

    organisation: Organisation
    begins: date
    seed: int = 1
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    @property
    def common(self) -> dict[str, Organisation]:
        return {"organisation": self.organisation}

    def at(self, days: int, hour: int = 9) -> datetime:
        return datetime.combine(self.begins + timedelta(days=days), time(hour), UTC)

    def people(self, count: int, *, prefix: str = "m") -> list[Person]:
        """Ask people: of twenty, seventeen join, two decline, one does not answer."""
        standings = [Participation.JOINED] * 17 + [Participation.DECLINED] * 2 + [Participation.INVITED]
        rows = Person.objects.bulk_create(
            (
                Person(
                    **self.common,
                    email=f"{prefix}{number}@{self.organisation.slug}.example",
                    name=f"Manager {prefix}{number}",
                    department=DEPARTMENTS[number % len(DEPARTMENTS)],
                    participation=standings[number % len(standings)],
                    invited_at=self.at(0),
                )
                for number in range(count)
            ),
            BATCH,
        )
        Invitation.objects.bulk_create(
            (Invitation(**self.common, person=one, invited_at=self.at(0)) for one in rows), BATCH
        )
        words = {Participation.JOINED: Consent.Answer.JOIN, Participation.DECLINED: Consent.Answer.DECLINE}
        Consent.objects.bulk_create(
            (
                Consent(**self.common, person=one, answer=words[one.participation], wording="1", at=self.at(2))
                for one in rows
                if one.participation in words
            ),
            BATCH,
        )
        return [one for one in rows if one.participation == Participation.JOINED]

    def groups(self, people: Iterable[Person]) -> list[Group]:
        run = Run.objects.create(**self.common, state=Run.State.PUBLISHED, created_at=self.at(10), seed=1)
        waiting = iter(people)
        parts = [part for part in iter(lambda: list(islice(waiting, SIZE)), []) if len(part) > SIZE - 3]
        spaces = PrivateSpace.objects.bulk_create((PrivateSpace(**self.common, wrapped_key=b"") for _ in parts), BATCH)
        rows = Group.objects.bulk_create(
            (
                Group(
                    **self.common,
                    run=run,
                    number=number,
                    topic="delegation",
                    state=Group.State.PUBLISHED,
                    private_space=space,
                    size=len(part),
                )
                for number, (part, space) in enumerate(zip(parts, spaces, strict=True), 1)
            ),
            BATCH,
        )
        GroupMember.objects.bulk_create(
            (
                GroupMember(**self.common, group=group, run=run, person=one, is_active=True)
                for group, part in zip(rows, parts, strict=True)
                for one in part
            ),
            BATCH,
        )
        return rows

    def cycle(self, groups: Iterable[Group], day: int, number: int = 1, *, asks: bool = True) -> None:
        """Explore, four weeks of practice, reflect; one meeting in twenty-five falls through."""
        members: dict[int, list[int]] = {}
        for group, person in GroupMember.objects.filter(group__in=groups).values_list("group", "person"):
            members.setdefault(group, []).append(person)
        explores = self.sessions(members, "explore", day, number)
        reflects = self.sessions(members, "reflect", day + BETWEEN.days, number)
        Response.objects.bulk_create(self.responses(explores, members, lift=0), BATCH)
        Response.objects.bulk_create(self.responses(reflects, members, lift=1), BATCH)
        Plan.objects.bulk_create(self.plans(explores, members, day + BETWEEN.days), BATCH)
        if asks:
            FollowUp.objects.bulk_create(self.follow_ups(reflects, members, day + BETWEEN.days + 91), BATCH)

    def sessions(self, members: dict[int, list[int]], kind: str, day: int, number: int) -> list[Session]:
        meetings = Meeting.objects.bulk_create(
            (
                Meeting(
                    **self.common,
                    group_id=group,
                    cycle=number,
                    kind=kind,
                    state=Meeting.State.FELL_THROUGH if self.chance.random() < 0.04 else Meeting.State.HELD,
                    start=self.at(day + group % 5, 13),
                    end=self.at(day + group % 5, 13) + NINETY,
                    wall_start="",
                    zone="UTC",
                    mode=Meeting.Mode.VIRTUAL,
                    uid=f"{self.organisation.slug}-{group}-{kind}-{number}-{day}",
                    created_at=self.at(12),
                    changed_at=self.at(12),
                )
                for group in members
            ),
            BATCH,
        )
        Attendance.objects.bulk_create(
            (
                Attendance(**self.common, meeting=meeting, person_id=person)
                for meeting in meetings
                for person in members[meeting.group_id]
            ),
            BATCH,
        )
        return Session.objects.bulk_create(
            (
                Session(
                    **self.common,
                    meeting=meeting,
                    group_id=meeting.group_id,
                    cycle=number,
                    kind=kind,
                    module="delegation" if meeting.group_id % 2 else "conflict-before-it-begins",
                    state=Session.State.HELD if meeting.state == Meeting.State.HELD else Session.State.MISSED,
                    seed="s",
                    starts_at=meeting.start,
                    ends_at=meeting.end,
                    closed_at=meeting.end,
                )
                for meeting in meetings
            ),
            BATCH,
        )

    def responses(self, sessions: list[Session], members: dict[int, list[int]], lift: int) -> Iterator[Response]:
        for session in sessions:
            if session.state != Session.State.HELD:
                continue
            common = {**self.common, "session": session, "answered_at": session.ends_at}
            for person in members[session.group_id]:
                if self.chance.random() < 0.1:
                    continue
                value = min(7, self.chance.randint(2, 5) + lift)
                yield Response(
                    **common, person_id=person, measure=Response.Measure.RATING, item="effectiveness", value=value
                )
                if session.kind == "explore":
                    for item in FOUR:
                        yield Response(
                            **common,
                            person_id=person,
                            measure=Response.Measure.QUESTIONS,
                            item=item,
                            value=self.chance.randint(3, 5),
                        )

    def plans(self, explores: list[Session], members: dict[int, list[int]], day: int) -> Iterator[Plan]:
        for session in explores:
            for person in members[session.group_id] if session.state == Session.State.HELD else ():
                decision = self.chance.choices(["kept", "adapted", "dropped", ""], [45, 25, 20, 10])[0]
                yield Plan(
                    **self.common,
                    person_id=person,
                    session=session,
                    decision=decision,
                    decided_at=self.at(day + session.group_id % 5, 14) if decision else None,
                    made_at=session.starts_at,
                    changed_at=session.starts_at,
                )

    def follow_ups(self, reflects: list[Session], members: dict[int, list[int]], day: int) -> Iterator[FollowUp]:
        for session in reflects:
            for person in members[session.group_id] if session.state == Session.State.HELD else ():
                answer = self.chance.choices(["kept", "adapted", "dropped", ""], [35, 20, 25, 20])[0]
                yield FollowUp(
                    **self.common,
                    person_id=person,
                    session=session,
                    months=3,
                    answer=answer,
                    asked_at=self.at(day),
                    answered_at=self.at(day + 1) if answer else None,
                )

    def release(self, group: Group, kind: str, text: str, day: int) -> Release:
        return Release.objects.create(
            **self.common,
            group=group,
            kind=kind,
            state=Release.State.RELEASED,
            text=text,
            proposed_at=self.at(day),
            released_at=self.at(day),
        )
