"""The record of a session: for its members alone, also as a PDF of one page; opening it writes nothing."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from hexad.sessions.agenda import load
from hexad_web.formation.models import Group, GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.practice.actions import planning
from hexad_web.sessions import tasks
from hexad_web.sessions.actions import on_paper, writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Session
from tests.hexad_web.practice import cast
from tests.hexad_web.practice.conftest import SetClock
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, REFLECT

AFTER = EXPLORE + NINETY + timedelta(hours=1)
OWN_PLAN = "interrupt nobody in the Monday meeting"


@pytest.fixture
def held(group: Group, set_clock: SetClock) -> Session:
    """Held on paper by four of six, one of whom wrote a plan."""
    session = cast.add_session(group, state="planned")
    session.agenda = load("explore").as_json()
    session.rota = [str(cast.person(group, place).pk) for place in range(6)]
    session.save()
    set_clock(AFTER)
    told = on_paper.Held([cast.person(group, place).pk for place in range(4)], cast.person(group, 1).pk)
    on_paper.held_on_paper(actor=cast.actor(cast.person(group)), session_id=session.pk, held=told, now=AFTER)
    return Session.objects.get(pk=session.pk)


def write(session: Session, text: str, place: int = 0, **fields: object) -> None:
    written = Written(**{"key": text[:30], "step": "stories", "pad": "story", "text": text, "is_sent": True, **fields})  # type: ignore[arg-type]
    actor = cast.actor(cast.person(session.group, place))
    writing.write_card(actor=actor, session_id=session.pk, written=written, now=AFTER)


def fill(session: Session) -> None:
    causes, decision = {"step": "causes", "pad": "cause"}, {"step": "group", "pad": "decision"}
    write(session, "nobody says no", side="inside", **causes)
    write(session, "three signatures", side="outside", **causes)
    write(session, "each of us says no once a week", **decision)
    write(session, "asking is quicker", place=1, step="takeaways", pad="takeaway")
    write(session, "half a thought", is_sent=False, **decision)
    cast.plan(session, behaviour=OWN_PLAN)
    seat = cast.seat(session)
    planning.choose_technique(seat=seat, strategy="one-ask", words="", now=AFTER)
    planning.choose_technique(seat=cast.seat(session, 1), strategy="", words="counting to ten", now=AFTER)


def url(session: Session, name: str = "record") -> str:
    return reverse(f"record:{name}", args=[session.pk])


def page(session: Session, place: int = 0) -> str:
    return " ".join(cast.client(cast.person(session.group, place)).get(url(session)).content.decode().split())


def pdf(session: Session, paper: str = "a4") -> list[str]:
    answer = cast.client(cast.person(session.group, 1)).get(url(session, "pdf"), {"paper": paper})
    assert answer["Content-Type"] == "application/pdf"
    return [" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(answer.content)).pages]


def test_a_member_reads_who_was_there_causes_decisions_techniques_and_takeaways(held: Session) -> None:
    fill(held)
    reflect = cast.add_session(held.group, "reflect", "planned", REFLECT)
    Session.objects.filter(pk=reflect.pk).update(rota=[str(cast.person(held.group, 4).pk)])
    names = [cast.person(held.group, place).name for place in range(6)]
    for text in (page(held), *pdf(held), *pdf(held, "letter")):
        for words in ("nobody says no", "three signatures", "each of us says no once a week", "asking is quicker"):
            assert words in text
        assert f"{names[0]}: Ask one question first" in text.replace("<bdi>", "").replace("</bdi>", "")
        assert "counting to ten" in text
        assert all(name in text for name in names[:5])
        assert names[5] not in text
        assert "Thu 4 March" in text


def test_a_plans_own_words_and_what_was_not_sent_are_nobody_elses_nor_on_the_sheet(held: Session) -> None:
    fill(held)
    for text in (page(held), page(held, 1), *pdf(held)):
        assert OWN_PLAN not in text
        assert "half a thought" not in text


def test_the_pdf_is_one_page_whatever_was_written(held: Session) -> None:
    for number in range(25):
        write(held, f"decision {number} " + "with many words " * 20, step="group", pad="decision")
    (only,) = pdf(held)
    assert "decision 24" in only


def test_nobody_but_members_of_the_group_reaches_it(
    held: Session, make_group: Callable[..., Group], owner_client: Client, sponsor_client: Client
) -> None:
    stranger = cast.client(cast.person(make_group(2, topic="meetings")))
    for name in ("record", "pdf"):
        assert stranger.get(url(held, name)).status_code == 404
        assert {one.get(url(held, name)).status_code for one in (owner_client, sponsor_client)} == {403}
        assert Client().get(url(held, name)).status_code == 302


def test_whoever_left_the_group_reads_it_no_more_and_who_came_later_does_not_read_it(held: Session) -> None:
    gone, new = cast.person(held.group, 0), cast.person(held.group, 1)
    GroupMember.objects.filter(person=gone).update(is_active=False)
    GroupMember.objects.filter(person=new).update(joined_at=AFTER)
    for person in (gone, new):
        assert cast.client(person).get(url(held)).status_code == 404


def test_before_the_session_there_is_none(held: Session) -> None:
    ahead = cast.add_session(held.group, "reflect", "planned", REFLECT)
    assert cast.client(cast.person(held.group)).get(url(ahead)).status_code == 404


def test_no_mail_carries_it_and_opening_it_writes_nothing(held: Session) -> None:
    fill(held)
    client = cast.client(cast.person(held.group))
    with CaptureQueriesContext(connection) as asked:
        client.get(url(held))
    assert [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    tasks.reconcile(AFTER)
    said = [mail.payload for mail in OutboxMessage.objects.all()]
    assert not any("says no" in str(payload) for payload in said)


def test_it_asks_the_database_as_often_for_many_cards_as_for_few(held: Session) -> None:
    fill(held)
    client = cast.client(cast.person(held.group))
    with CaptureQueriesContext(connection) as few:
        client.get(url(held))
    for number in range(20):
        write(held, f"decision {number}", step="group", pad="decision")
    with CaptureQueriesContext(connection) as many:
        client.get(url(held))
    assert len(many) == len(few) <= 30


def test_practice_leads_there_as_long_as_one_is_in_the_group(held: Session) -> None:
    client = cast.client(cast.person(held.group))
    assert url(held) in client.get(reverse("practice:mine")).content.decode()
    GroupMember.objects.filter(person=cast.person(held.group)).update(is_active=False)
    assert url(held) not in client.get(reverse("practice:mine")).content.decode()
