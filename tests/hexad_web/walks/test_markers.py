"""A marker in every private field, looked for wherever others could come across it.

What members of a group keep among themselves is found in no page of another role, no file, log, mail, error, search,
cache or dump. A private field that is added without a marker fails the first test.
"""

import io
import logging
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, PrivateSpace, Role, User
from hexad_web.challenges.models import Challenge, PersonSpace
from hexad_web.formation.models import Group
from hexad_web.home.ticker import reconciles
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from hexad_web.practice.models import BuddyCheck, JournalEntry, Plan, Report
from hexad_web.sessions.models import Card, Release, Session
from tests.examples import NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.walks.conftest import Worlds, undone
from tests.hexad_web.walks.forms import keys_of, query_of
from tests.hexad_web.walks.routes import CLOSED, ROUTES, Route
from tests.hexad_web.walks.world import World

pytestmark = pytest.mark.django_db
MARK = "zfmark"
TYPED = f"{MARK}-typed"
Field = tuple[str, str]  # the model's label, the field's name

# What a fellow member may read, each by a rule of the method; a shared statement everybody, without its author.
FELLOWS_MAY_READ = {
    ("practice.Plan", "technique"): "own words for what will be practised, told to the group",
    ("practice.BuddyCheck", "text"): "a line to the buddy",
    ("learning.Release", "draft"): "every author concerned is shown what would leave",
    ("learning.Card", "text"): "a card that was revealed",
    ("challenges.Challenge", "shared"): "shared, and without a name",
}
SHARED = ("challenges.Challenge", "shared")


def private_fields() -> set[Field]:
    """Every column that holds a private text."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is apps.get_model("accounts", "PrivateText")
    }


def mark_of(field: Field) -> str:
    return f"{MARK}-{field[0]}-{field[1]}".lower().replace(".", "-")


@dataclass(frozen=True)
class Planted:
    """Our world with the participant's markers in it; ``fellow`` sits in the same group."""

    world: World
    author: Actor
    fellow: Actor
    marks: Mapping[Field, str]


@pytest.fixture(scope="module")
def planted(worlds: Worlds, django_db_blocker: Any) -> Iterator[Planted]:  # noqa: ANN401  # pytest-django's own class
    with django_db_blocker.unblock(), undone():
        yield plant(worlds.ours)


def plant(world: World) -> Planted:
    author = world.actors["participant"]
    rows = {row._meta.label: row for row in rows_of(world, author)}
    spaces = {"challenges.Challenge": space_of(author)}
    group = Group.objects.select_related("private_space").get(pk=world.ids["group_id"])
    marks = {}
    for field in private_fields() & {(label, name) for label, name in private_fields() if label in rows}:
        label, name = field
        marks[field] = mark_of(field)
        write(rows[label], name, marks[field], author, spaces.get(label, group.private_space))
    return Planted(world, author, fellow_of(world, group), marks)


def write(row: Model, name: str, text: str, author: Actor, space: PrivateSpace) -> None:
    """Not for its author alone: what keeps others out is the rule of the row, not the lock of the text."""
    kept = private_text.write(actor=author, space=space, text=text, now=NOW)
    type(row).objects.filter(pk=row.pk).update(**{name: kept})  # type: ignore[attr-defined]  # every model has objects


def rows_of(world: World, author: Actor) -> list[Model]:
    """One row of each private kind, all of them the participant's."""
    organisation = world.organisation
    person = Person.objects.get(organisation=organisation, user=author.user)
    session = Session.objects.get(pk=world.ids["session_id"])
    blank = private_text.write(actor=author, space=session.group.private_space, text="-", now=NOW)
    own = {"organisation": organisation, "person": person}
    plan = Plan.objects.get(session=session, person=person)
    Plan.objects.filter(pk=plan.pk).update(occasion_date=date(2027, 2, 8))
    challenge, _new = Challenge.objects.update_or_create(
        **own, defaults={"state": Challenge.State.SHARED, "online": 2, "made_at": NOW, "changed_at": NOW}
    )
    return [
        plan,
        challenge,
        Report.objects.create(plan=plan, outcome="tried", made_at=NOW, **own),
        JournalEntry.objects.create(text=blank, written_at=NOW, changed_at=NOW, **own),
        BuddyCheck.objects.get(organisation=organisation, pair__person=person),
        Card.objects.create(
            session=session,
            step="stories",
            pad="story",
            key="marked",
            text=blank,
            is_named=True,
            is_draft=False,
            written_at=NOW,
            **own,
        ),
        Release.objects.get(pk=world.ids["release_id"]),
    ]


def space_of(author: Actor) -> PrivateSpace:
    person = Person.objects.get(organisation=author.organisation, user=author.user)
    found = PersonSpace.objects.filter(person=person).first()
    if found is None:
        space = private_text.open_space(author.organisation)
        found = PersonSpace.objects.create(organisation=author.organisation, person=person, space=space)
    return found.space


def fellow_of(world: World, group: Group) -> Actor:
    person = group.members.exclude(person__user=world.actors["participant"].user).earliest("pk").person
    user = User.objects.create_user(person.email, name=person.name, time_zone="Europe/Berlin")
    Membership.objects.create(organisation=world.organisation, user=user, role=Role.PARTICIPANT)
    Person.objects.filter(pk=person.pk).update(user=user)
    return Actor(organisation=world.organisation, role=Role.PARTICIPANT, user=user)


def content_of(response: HttpResponse) -> str:
    """All that went over the line, headers and files too."""
    body = b"".join(response) if response.streaming else response.content
    return body.decode(errors="replace") + str(dict(response.headers))


def pages(client: Client, world: World, role: str) -> Iterator[tuple[Route, str]]:
    """Every page that the role may open, plain, as a part, asked for everything, and asked for the marker itself."""
    asked = query_of(world)
    for route in CLOSED:
        if role in route.who:
            url = route.url(world)
            for more in ({}, asked, {**asked, "q": MARK, "name": MARK}, {**asked, "screen": 1, "part": "all"}):
                with undone(client):
                    yield route, content_of(client.get(url, more))
            with undone(client):
                yield route, content_of(client.get(url, headers={"hx-request": "true"}))


def found_on(planted: Planted, client: Client, role: str) -> dict[Field, set[str]]:
    """Which markers, on which pages."""
    found: dict[Field, set[str]] = {}
    for route, text in pages(client, planted.world, role):
        for field, mark in planted.marks.items():
            if mark in text:
                found.setdefault(field, set()).add(route.name)
    return found


def test_every_private_field_has_its_marker(planted: Planted) -> None:
    assert set(planted.marks) == private_fields()


def test_the_author_meets_the_markers_so_that_the_search_can_find_them(planted: Planted) -> None:
    found = found_on(planted, client_of(planted.author), Role.PARTICIPANT)

    assert {label for label, _name in found} >= {
        "practice.Plan",
        "practice.JournalEntry",
        "challenges.Challenge",
        "learning.Release",
    }


@pytest.mark.parametrize("role", [Role.OWNER, Role.SPONSOR, Role.ADMINISTRATOR])
def test_no_page_of_another_role_shows_one(planted: Planted, worlds: Worlds, role: Role) -> None:
    found = found_on(planted, worlds.ours_as(role), role)
    shared = found.pop(SHARED, set())

    assert found == {}
    assert all(name.startswith("challenges:") for name in shared)


def test_a_colleague_in_another_group_meets_none(planted: Planted, worlds: Worlds) -> None:
    found = found_on(planted, worlds.browser(worlds.ours.colleague), Role.PARTICIPANT)
    shared = found.pop(SHARED, set())

    assert found == {}
    assert all(name.startswith("challenges:") for name in shared)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_another_organisation_meets_one(planted: Planted, worlds: Worlds, role: Role) -> None:
    assert found_on(planted, worlds.theirs_as(role), role) == {}


def test_a_fellow_member_reads_what_the_method_shares_and_no_more(planted: Planted) -> None:
    found = found_on(planted, client_of(planted.fellow), Role.PARTICIPANT)

    assert set(found) <= set(FELLOWS_MAY_READ)


def typed(world: World) -> dict[str, object]:
    """A form in which every field that takes words holds the marker."""
    names = ("text", "situation", "behaviour", "technique", "statement", "gives", "wants", "title", "note", "story")
    usual = {
        "act": "save",
        "answer": "done",
        "ask": "1",
        "decision": "kept",
        "key": "typed",
        "occasion_date": "2027-02-08",
        "online": "2",
        "outcome": "tried",
        "pad": "story",
        "send": "1",
        "share": "1",
        "step": "stories",
        "consent": "on",
    }
    return {**keys_of(world), **usual, **dict.fromkeys(names, TYPED)}


def type_everywhere(planted: Planted) -> None:
    """Send the form to every page of a participant, once as it should be and once with words where none belong."""
    client = client_of(planted.author)
    client.raise_request_exception = False
    for route in CLOSED:
        if Role.PARTICIPANT in route.who and not route.name.startswith("accounts:"):
            client.post(route.url(planted.world), typed(planted.world))
            client.post(route.url(planted.world), {**typed(planted.world), "answer": TYPED, "outcome": TYPED})


def days_pass(days: int) -> None:
    """What the product does by itself while the weeks go by: nudges, questions, briefs, sweeps."""
    for day in range(days):
        for reconcile in reconciles(("challenges", "sessions", "practice", "evidence", "report")).values():
            reconcile(NOW + timedelta(days=day))


def mails() -> Iterator[str]:
    for row in OutboxMessage.objects.all():
        mail = message_from_bytes(bytes(row.payload), policy=default)
        yield f"{row.subject} {row.section} {dict(mail.items())}"
        yield from (str(part.get_content()) for part in mail.walk() if not part.is_multipart())


def rows_as_kept() -> Iterator[str]:
    """Every cell of every table, as somebody with the file would read it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (f"{table} {[readable(cell) for cell in row]}" for row in cursor.fetchall())


def readable(cell: object) -> object:
    return bytes(cell).decode(errors="replace") if isinstance(cell, bytes | memoryview) else cell


def test_what_was_typed_is_in_no_log_mail_cache_or_dump(
    planted: Planted, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_in_cache: list[bytes] = []
    keep = type(cache._connections[cache._alias]).set  # type: ignore[attr-defined]  # whatever is put in, gone or not

    def spying(self: object, key: str, value: object, *more: Any, **named: Any) -> object:  # noqa: ANN401
        kept_in_cache.append(key.encode() + pickle.dumps(value))
        return keep(self, key, value, *more, **named)

    written: list[str] = []
    write_down = private_text.write

    def counting(**fields: Any) -> object:  # noqa: ANN401  # whatever is written
        written.append(fields["text"])
        return write_down(**fields)

    monkeypatch.setattr(private_text, "write", counting)
    monkeypatch.setattr(type(cache._connections[cache._alias]), "set", spying)  # type: ignore[attr-defined]
    with caplog.at_level(logging.DEBUG), undone():
        caplog.handler.setFormatter(logging.Formatter("%(message)s %(args)s"))
        type_everywhere(planted)
        days_pass(40)
        dump = io.StringIO()
        without_tables = [model._meta.label for model in apps.get_models() if not model._meta.managed]
        call_command("dumpdata", exclude=without_tables, stdout=dump)

        assert written.count(TYPED) >= 8, "the form above no longer fits the pages"
        assert [text for text in mails() if MARK in text] == []
        assert [text for text in rows_as_kept() if MARK in text] == []
        assert MARK not in dump.getvalue()
    assert [one for one in kept_in_cache if MARK.encode() in one] == []
    assert MARK not in caplog.text


def test_an_error_tells_nothing_of_what_was_typed(
    planted: Planted, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks while a text is being kept: the page, the log and the trace are without it."""

    def broken(**_fields: object) -> None:
        raise RuntimeError("the disk is full")

    client = client_of(planted.author)
    client.raise_request_exception = False
    monkeypatch.setattr(private_text, "write", broken)
    failed = 0
    with caplog.at_level(logging.DEBUG):
        for route in CLOSED:
            if Role.PARTICIPANT in route.who and not route.name.startswith("accounts:"):
                with undone(client):
                    response = client.post(route.url(planted.world), typed(planted.world))
                if response.status_code == 500:
                    failed += 1
                    assert MARK not in content_of(response), route

    assert failed >= 4
    assert MARK not in caplog.text
    assert "the disk is full" in caplog.text


def test_a_text_in_the_open_would_be_found(planted: Planted) -> None:
    """Without this, the searches above would pass if they looked nowhere."""
    with undone():
        Group.objects.filter(pk=planted.world.ids["group_id"]).update(name=TYPED)

        assert any(MARK in text for text in rows_as_kept())
        assert any(TYPED in text for _route, text in pages(client_of(planted.fellow), planted.world, Role.PARTICIPANT))


def test_the_walk_opens_pages_of_every_part() -> None:
    assert {route.name.partition(":")[0] for route in ROUTES} >= {"challenges", "sessions", "practice", "report"}
