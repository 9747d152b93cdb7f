"""A cycle keeps the version of its module with which it began, whatever the owner publishes since."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad.sessions.agenda import load
from hexad_web.accounts.access import Actor
from hexad_web.challenges.actions import editing_modules, publishing_modules
from hexad_web.formation.models import Group
from hexad_web.practice.queries import modules as practice
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries.cycle_module import module_of
from tests.examples import NOW
from tests.hexad_web.challenges.own import OURS
from tests.hexad_web.practice.cast import add_session
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT
from tests.hexad_web.sessions.conftest import Live

pytestmark = pytest.mark.django_db
TITLE = "Sign less, and say why"


def publish(owner: Actor, title: str = TITLE) -> None:
    def put(content: dict[str, object]) -> dict[str, object]:
        first, *others = content["strategies"]  # type: ignore[misc]
        return {**content, "strategies": [{**first, "title": title}, *others]}

    editing_modules.save_part(actor=owner, key="delegation", put=put, now=NOW)  # type: ignore[arg-type]
    publishing_modules.publish(actor=owner, key="delegation", now=NOW)


def first_title(session: Session) -> str:
    found = module_of(Session.objects.get(pk=session.pk))
    assert found is not None
    assert practice.titles_of(found)[0][1] == found.strategies[0].title
    return found.strategies[0].title


def begin(session: Session, now: datetime) -> None:
    rota = [str(key) for key in session.group.members.order_by("pk").values_list("person", flat=True)]
    Session.objects.filter(pk=session.pk).update(rota=rota, agenda=load(session.kind).as_json())
    live = Live(session)
    live.now = now
    live.start(0, 1)


def test_before_it_begins_a_session_has_what_is_published_now(owner: Actor, group: Group) -> None:
    session = add_session(group, state="planned")
    before = first_title(session)
    publish(owner)

    assert before != TITLE
    assert first_title(session) == TITLE


def test_a_cycle_keeps_the_version_with_which_it_began(owner: Actor, group: Group) -> None:
    explore, reflect = add_session(group, state="planned"), add_session(group, "reflect", "planned")
    before = first_title(explore)
    begin(explore, EXPLORE + timedelta(minutes=1))
    publish(owner)

    kept = Session.objects.get(pk=explore.pk)
    assert (kept.module, kept.module_version) == ("delegation", OURS)
    assert {first_title(explore), first_title(reflect)} == {before}
    begin(reflect, REFLECT + timedelta(minutes=1))
    assert Session.objects.get(pk=reflect.pk).module_version == OURS


def test_a_changed_copy_reaches_the_room_and_practice(owner: Actor, group: Group) -> None:
    publish(owner)
    session = add_session(group, state="planned")
    begin(session, EXPLORE + timedelta(minutes=1))
    publish(owner, "Yet another title")

    assert Session.objects.get(pk=session.pk).module_version == OURS + 1
    assert first_title(session) == TITLE


def test_tips_of_two_groups_are_those_of_their_versions(owner: Actor, group: Group) -> None:
    session = add_session(group, state="held")
    Session.objects.filter(pk=session.pk).update(module="delegation", module_version=OURS)
    publish(owner)
    held = Session.objects.select_related("group", "organisation").get(pk=session.pk)

    assert list(practice.by_cycle([held])) == [(held.organisation_id, "delegation", "delegation", OURS)]
    module = practice.by_cycle([held])[practice.cycle_of(held)]
    assert set(practice.tips_of(module)) == {2, 9, 16, 35}


def test_the_practice_page_leads_to_the_version_of_the_plan(
    owner: Actor, group: Group, participant_client: Client
) -> None:
    publish(owner)
    publish(owner, "Yet another title")
    url = reverse("challenges:module", args=["delegation"])

    assert TITLE in participant_client.get(url, {"version": OURS + 1}).content.decode()
    assert TITLE not in participant_client.get(url).content.decode()
