"""A call on the own Jitsi server: the address of whoever meets online without another, the same everywhere."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.scheduling import calls
from hexad_web.scheduling.actions import changing
from hexad_web.scheduling.models import GroupPlan, Meeting
from tests.examples import NOW
from tests.hexad_web.scheduling.reading import event_of, mails, text_of

SERVER = "https://calls.northwind.example/rooms"
MakePlan = Callable[..., GroupPlan]
Confirm = Callable[[], list[Meeting]]


@pytest.fixture
def jitsi(settings: Any) -> None:  # noqa: ANN401  # pytest-django's own class
    settings.JITSI_URL = SERVER


def test_without_a_server_nothing_changes(group: Group, make_plan: MakePlan, confirm: Confirm) -> None:
    make_plan(group, link="")
    assert {meeting.link for meeting in confirm()} == {""}
    assert not calls.is_embeddable("https://meet.example/1")


@pytest.mark.usefixtures("jitsi")
def test_each_meeting_online_has_a_room_of_its_own_that_its_calendar_entry_does_not_give_away(
    group: Group,
    make_plan: MakePlan,
    confirm: Confirm,
    settings: Any,  # noqa: ANN401
) -> None:
    make_plan(group, link="")
    meetings = confirm()
    links = {meeting.link for meeting in meetings}
    assert len(links) == 2
    for meeting in meetings:
        assert meeting.link.startswith(f"{SERVER}/hexad-")
        assert meeting.uid.partition("@")[0] not in meeting.link
        assert calls.is_embeddable(meeting.link)
    settings.SECRET_KEY = "another installation's"
    assert calls.call_of(meetings[0].uid.partition("@")[0]) not in meetings[0].link


@pytest.mark.usefixtures("jitsi")
def test_face_to_face_has_none_and_an_own_address_stays(
    make_group: Callable[..., Group], make_plan: MakePlan, confirm: Confirm
) -> None:
    make_plan(make_group(1), link="https://own.example/{meeting}")
    make_plan(make_group(2), link="", mode=Meeting.Mode.IN_PERSON, site="Berlin")
    links = {meeting.link[:19] for meeting in confirm()}
    assert links == {"https://own.example", ""}


@pytest.mark.usefixtures("jitsi")
def test_the_invitations_and_the_member_read_the_same_address(
    group: Group, make_plan: MakePlan, confirm: Confirm
) -> None:
    make_plan(group, link="")
    first, second = confirm()
    told = [(str(event_of(mail)["CONFERENCE"]), text_of(mail)) for mail in mails()]
    assert len(told) == 12
    assert {address for address, _text in told} == {first.link, second.link}
    assert all(address in text for address, text in told)


@pytest.mark.usefixtures("jitsi")
def test_a_link_that_is_taken_away_gives_way_to_the_call(
    owner: Actor, group: Group, make_plan: MakePlan, confirm: Confirm
) -> None:
    make_plan(group, link="https://own.example/1")
    meeting = confirm()[0]
    changing.change_place(actor=owner, meeting_id=meeting.pk, room=None, link="", now=NOW)
    meeting.refresh_from_db()
    assert calls.is_embeddable(meeting.link)


@pytest.mark.usefixtures("jitsi")
def test_the_owner_is_not_told_that_addresses_are_missing(
    owner_client: Client, group: Group, make_plan: MakePlan
) -> None:
    make_plan(group, link="")
    assert "no address yet" not in owner_client.get(reverse("scheduling:plan")).content.decode()


@pytest.mark.parametrize("address", ["http://calls.example", "https://calls.example/?a", "https://a b; script-src *"])
def test_an_address_that_is_not_https_stops_the_start(address: str, tmp_path: Any) -> None:  # noqa: ANN401
    command = [sys.executable, "-c", "import hexad_web.config.settings"]
    env = {"HEXAD_JITSI_URL": address, "HEXAD_DATA_DIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # our own
    assert done.returncode != 0
    assert "HEXAD_JITSI_URL" in done.stderr
