"""One address for all meetings online, also where it comes after planning or after the invitations."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.home.queries import owner_home
from hexad_web.outbox.models import OutboxMessage
from hexad_web.scheduling.models import GroupPlan, Meeting
from tests.examples import NOW

MakePlan = Callable[..., GroupPlan]
Confirm = Callable[[], list[Meeting]]


def words(client: Client, name: str) -> str:
    return " ".join(client.get(reverse(f"scheduling:{name}")).content.decode().split())


def save_address(client: Client) -> None:
    client.post(reverse("scheduling:link"), {"template": "https://meet.example/{meeting}"})


def test_planned_groups_without_an_address_are_counted_and_take_it_once_it_is_kept(
    owner_client: Client, group: Group, make_plan: MakePlan
) -> None:
    plan = make_plan(group, link="")
    assert "1 group meets online and has no address yet." in words(owner_client, "plan")
    save_address(owner_client)
    plan.refresh_from_db()
    assert plan.link == "https://meet.example/{meeting}"
    assert "no address yet" not in words(owner_client, "plan")


def test_an_address_that_was_given_and_a_meeting_face_to_face_stay_as_they_are(
    owner_client: Client, make_group: Callable[..., Group], make_plan: MakePlan
) -> None:
    own = make_plan(make_group(1), link="https://own.example/1")
    face_to_face = make_plan(make_group(2), link="", mode=Meeting.Mode.IN_PERSON, site="Berlin")
    save_address(owner_client)
    for plan in (own, face_to_face):
        plan.refresh_from_db()
    assert (own.link, face_to_face.link) == ("https://own.example/1", "")


def test_meetings_that_were_sent_without_an_address_get_it_with_one_mail_for_each_person_and_meeting(
    owner: Actor, owner_client: Client, group: Group, make_plan: MakePlan, confirm: Confirm
) -> None:
    make_plan(group, link="")
    meetings = confirm()
    assert "2 online meetings have no address." in [thing.sentence for thing in owner_home(owner, NOW).things]
    save_address(owner_client)
    assert "2 meetings ahead have no address." in words(owner_client, "places")
    before = OutboxMessage.objects.count()
    owner_client.post(reverse("scheduling:give_link"))
    assert OutboxMessage.objects.count() - before == 2 * 6
    for meeting in meetings:
        meeting.refresh_from_db()
        assert meeting.sequence == 1
        assert meeting.link.startswith("https://meet.example/")
    assert len({meeting.link for meeting in meetings}) == 2
    again = owner_client.post(reverse("scheduling:give_link"), follow=True).content.decode()
    assert "Nothing was sent." in again
    assert OutboxMessage.objects.count() - before == 2 * 6
