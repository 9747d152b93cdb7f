from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad_web.accounts.models import Organisation, User
from hexad_web.formation.models import Group
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from hexad_web.scheduling.models import Attendance, GroupPlan, LinkTemplate, Meeting, PlanRun, Poll, Room
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.sentences import stored
from tests.examples import BEN, CHO, DEV, EVA, NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.said import as_read
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT, login_of, option

MakeGroup = Callable[..., Group]
MakePlan = Callable[..., GroupPlan]


def words(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"scheduling:{name}", args=args))
    assert response.status_code == 200
    return as_read(response.content.decode())


def member_client(person: Person) -> Client:
    client = Client()
    client.force_login(login_of(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def ben(explore: Meeting) -> Client:
    return member_client(Person.objects.get(email=BEN.email))


def test_without_groups_the_page_says_what_comes_first(owner_client: Client) -> None:
    assert "No group to plan yet" in words(owner_client, "plan")


def test_published_groups_wait_for_one_button(owner_client: Client, group: Group) -> None:
    assert "Plan 1 group</button>" in words(owner_client, "plan").replace("</svg>", "")


def test_planned_rows_say_when_where_how_and_why(owner_client: Client, plan: GroupPlan) -> None:
    GroupPlan.objects.update(mode_reason=stored("mode.sites", sites=2))
    page = words(owner_client, "plan")
    for text in (
        "1 group planned",
        "Thu 4 February, 14:00–15:30 (Berlin)",
        "Thu 4 March, 14:00–15:30 (Berlin)",
        "28 days of practice between",
        "They work at 2 sites.",
        "Inside everybody&#x27;s usual hours.",
        "Send invitations to 6",
    ):
        assert text in page


def test_an_owner_elsewhere_reads_both_clocks(owner_client: Client, plan: GroupPlan) -> None:
    GroupPlan.objects.update(zone="America/New_York")
    page = words(owner_client, "plan")
    assert "Thu 4 February, 14:00–15:30 (Berlin)" in page
    assert "Thu 4 February, 08:00–09:30 (New York)" in page


def test_what_cannot_be_planned_is_said_in_kinds(owner_client: Client, plan: GroupPlan, make_group: MakeGroup) -> None:
    second = make_group(2, (BEN, CHO, DEV, EVA), "meetings")
    GroupPlan.objects.create(
        organisation=second.organisation,
        run=plan.run,
        group=second,
        state="impossible",
        blockers=[stored("none.full", people=2), stored("none.window", first="2027-01-04", last="2027-01-29")],
    )
    page = words(owner_client, "plan")
    assert "1 planned, 1 cannot be" in page
    assert "2 calendars are very full" in page
    assert "No shared 90 minutes 4–29 January." in page
    assert "Ben" not in page


def test_remedies_are_buttons_with_what_they_gain(owner_client: Client, plan: GroupPlan) -> None:
    gain = stored("gain.absent", windows=6)
    lost = {"kind": "explore", "cycle": 1, "reasons": [stored("none.window", minutes=90)], "gains": [gain]}
    GroupPlan.objects.update(state="impossible", options=[], lost=[lost])
    page = words(owner_client, "plan")
    assert "No shared 90 minutes in these weeks." in page
    assert "Let one member miss it" in page
    assert "If one member could be absent, there would be 6 times." in page
    url = reverse("scheduling:allow", args=[plan.pk])
    assert "no longer open" in owner_client.post(url, {"remedy": "none"}, follow=True).content.decode()
    assert "0 of 1 groups planned" in owner_client.post(url, {"remedy": "gain.absent"}, follow=True).content.decode()
    plan.refresh_from_db()
    assert (plan.state, plan.rungs, plan.run.state) == ("queued", 5, "queued")


def test_the_rhythm_is_kept_and_a_wrong_one_is_said_at_the_field(owner_client: Client, group: Group) -> None:
    url = reverse("scheduling:rhythm")
    wrong = owner_client.post(url, {"cadence_weeks": "9", "practice_from": "28", "practice_to": "21"})
    assert wrong.status_code == 422
    assert "Exchange the two." in wrong.content.decode()
    owner_client.post(url, {"cadence_weeks": "9", "practice_from": "21", "practice_to": "30"})
    assert 'value="9"' in words(owner_client, "plan")


def test_a_get_together_needs_eight_weeks(owner_client: Client, group: Group) -> None:
    sent = {"first_date": "2027-01-11", "weeks": "7", "rungs": "4", "engage": "on"}
    answer = owner_client.post(reverse("scheduling:plan"), sent)
    assert "eight weeks are the least" in answer.content.decode()


def test_while_planning_runs_the_page_counts_groups(owner_client: Client, plan: GroupPlan) -> None:
    GroupPlan.objects.update(state="queued")
    page = words(owner_client, "plan")
    assert "0 of 1 groups planned" in page
    assert 'hx-trigger="every 2s"' in page


def test_one_button_sends_all_invitations(owner_client: Client, plan: GroupPlan) -> None:
    seen = plans.fingerprint([plan])
    url = reverse("scheduling:send", args=[plan.run_id])
    page = owner_client.post(url, {"seen": seen}, follow=True).content.decode()
    assert "Sent 10:00: 6 people are invited, one mail for each meeting." in page
    assert OutboxMessage.objects.count() == 12
    again = owner_client.post(url, {"seen": seen}, follow=True).content.decode()
    assert "already on their way" in again
    assert OutboxMessage.objects.count() == 12


def test_an_older_plan_is_not_sent_once_there_is_a_newer_one(
    owner_client: Client, plan: GroupPlan, organisation: Organisation
) -> None:
    later = NOW + timedelta(minutes=1)
    PlanRun.objects.create(organisation=organisation, first_date=NOW.date(), weeks=16, created_at=later)
    url = reverse("scheduling:send", args=[plan.run_id])
    page = owner_client.post(url, {"seen": plans.fingerprint([plan])}, follow=True).content.decode()
    assert "newer plan" in page
    assert not Meeting.objects.exists()


def test_the_owner_takes_another_time_room_and_link(
    owner_client: Client, group: Group, make_plan: MakePlan, organisation: Organisation
) -> None:
    plan = make_plan(group, option(0), option(1, EXPLORE + timedelta(days=1), REFLECT), link="")
    room = Room.objects.create(organisation=organisation, site="Berlin", name="Spree", capacity=8)
    url = reverse("scheduling:group_plan", args=[plan.pk])
    page = owner_client.post(url, {"option": "1", "room": room.pk, "link": "https://meet.example/x"}, follow=True)
    assert "Saved 10:00" in page.content.decode()
    plan.refresh_from_db()
    assert (plan.chosen, plan.room, plan.mode) == (1, room, "hybrid")


@pytest.mark.parametrize(
    ("option_", "link", "said"), [("7", "", "Select a valid choice"), ("0", "ftp://x", "https://")]
)
def test_a_wrong_choice_is_said_at_the_field_and_nothing_changes(
    owner_client: Client, plan: GroupPlan, option_: str, link: str, said: str
) -> None:
    url = reverse("scheduling:group_plan", args=[plan.pk])
    assert said in owner_client.post(url, {"option": option_, "link": link}).content.decode()
    plan.refresh_from_db()
    assert plan.link == "https://meet.example/{group}"


def test_a_taken_room_is_refused_when_it_is_chosen(
    owner_client: Client, plan: GroupPlan, make_group: MakeGroup, make_plan: MakePlan, organisation: Organisation
) -> None:
    room = Room.objects.create(organisation=organisation, site="Berlin", name="Spree", capacity=8)
    make_plan(make_group(2, (BEN, CHO)), mode="in-person", room=room)
    url = reverse("scheduling:group_plan", args=[plan.pk])
    assert "is taken at that time" in owner_client.post(url, {"option": "0", "room": room.pk}).content.decode()


def test_asking_the_group_shows_it_among_those_that_choose(owner_client: Client, plan: GroupPlan) -> None:
    owner_client.post(reverse("scheduling:ask", args=[plan.pk]))
    assert "Groups that are choosing" in words(owner_client, "plan")
    page = words(owner_client, "group_plan", plan.pk)
    assert "The group is choosing." in page
    owner_client.post(reverse("scheduling:decide", args=[plan.pk]), {"option": "0"})
    assert Meeting.objects.count() == 2


def test_the_owner_never_reads_who_answered_what_in_a_poll(owner_client: Client, plan: GroupPlan) -> None:
    owner_client.post(reverse("scheduling:ask", args=[plan.pk]))
    choice = Poll.objects.get().choices.get(person__email=BEN.email)
    choice.words, choice.answered_at = ["cannot"], NOW
    choice.save()
    page = words(owner_client, "group_plan", plan.pk)
    assert "Ben" not in page
    assert "annot" not in page


def test_the_owner_sees_members_and_readiness_but_no_answers(owner_client: Client, explore: Meeting) -> None:
    explore.attendances.filter(person__email=BEN.email).update(answer="declined")
    page = words(owner_client, "meeting", explore.pk)
    assert "Answers are still coming in." in page
    assert "Ben Example" in page
    assert "I cannot come" not in page
    explore.attendances.update(answer="accepted")
    assert "Enough members have said that they come." in words(owner_client, "meeting", explore.pk)
    explore.attendances.update(answer="declined")
    assert "Too few can come. Choose another time." in words(owner_client, "meeting", explore.pk)


def test_the_owner_moves_a_meeting_in_the_host_sites_time(owner_client: Client, explore: Meeting) -> None:
    url = reverse("scheduling:move", args=[explore.pk])
    page = owner_client.post(url, {"day": "2027-02-08", "time": "10:00"}, follow=True).content.decode()
    assert "Each member gets one mail." in page
    assert "Mon 8 February, 10:00–11:30 (Berlin)" in as_read(page)


def test_an_owner_reads_times_at_which_all_can_come_and_opening_writes_nothing(
    owner_client: Client, explore: Meeting
) -> None:
    page = words(owner_client, "move", explore.pk)
    assert "Times at which everybody can come" in page
    assert 'name="start" value="2027-02-' in page
    explore.refresh_from_db()
    assert (explore.start, explore.sequence) == (EXPLORE, 0)


def test_a_near_move_without_consent_keeps_what_was_typed(owner_client: Client, explore: Meeting) -> None:
    url = reverse("scheduling:move", args=[explore.pk])
    page = owner_client.post(url, {"day": "2026-12-03", "time": "11:15"}).content.decode()
    assert "within ten working days" in page
    assert 'value="11:15"' in page
    assert owner_client.post(url, {"day": "2026-12-03", "time": "11:15", "consent": "on"}).status_code == 302


def test_cancelling_says_what_happened(owner_client: Client, explore: Meeting) -> None:
    page = owner_client.post(reverse("scheduling:cancel", args=[explore.pk]), follow=True).content.decode()
    assert "Cancelled 10:00. Each member gets one mail." in page
    assert reverse("scheduling:move", args=[explore.pk]) not in page


def test_what_was_sent_is_changed_by_a_correction(owner_client: Client, explore: Meeting) -> None:
    page = words(owner_client, "meeting", explore.pk)
    assert "The invitations are sent. A change sends a correction to 6 people." in page
    assert all("Send correction" in words(owner_client, name, explore.pk) for name in ("move", "place"))


def test_the_place_form_shows_what_is_there_and_changes_it(owner_client: Client, explore: Meeting) -> None:
    url = reverse("scheduling:place", args=[explore.pk])
    assert "https://meet.example/1" in owner_client.get(url).content.decode()
    owner_client.post(url, {"link": "https://other.example/"})
    explore.refresh_from_db()
    assert (explore.link, explore.sequence) == ("https://other.example/", 1)
    assert (
        "Nothing was changed"
        in owner_client.post(reverse("scheduling:cancel", args=[explore.pk]), follow=True).content.decode()
        or Meeting.objects.get(pk=explore.pk).state == "cancelled"
    )


def test_rooms_and_the_address_of_online_meetings_are_kept(owner_client: Client) -> None:
    owner_client.post(reverse("scheduling:places"), {"site": "Berlin", "name": "Spree", "capacity": "8"})
    assert "Spree" in words(owner_client, "places")
    owner_client.post(reverse("scheduling:link"), {"template": "https://meet.example/{meeting}"})
    assert LinkTemplate.objects.get().template == "https://meet.example/{meeting}"
    wrong = owner_client.post(reverse("scheduling:link"), {"template": "https://meet.example/{who}"})
    assert "Only {group}, {meeting} and {call} are filled in." in wrong.content.decode()
    owner_client.post(reverse("scheduling:remove_room", args=[Room.objects.get().pk]))
    assert not Room.objects.exists()


def test_a_member_sees_the_own_sessions_with_the_others_times(ben: Client) -> None:
    page = words(ben, "my_sessions")
    assert "Your time: Berlin" in page
    assert "Explore: delegation" in page
    assert "13:00–14:30 (London)" in page
    assert "Answer</a>" in page


def test_the_join_button_comes_ten_minutes_before(
    ben: Client, explore: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Join</a>" not in words(ben, "meeting", explore.pk)
    monkeypatch.setattr(timezone, "now", lambda: EXPLORE - timedelta(minutes=10))
    ben.force_login(User.objects.get(email=BEN.email), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Join</a>" in words(ben, "meeting", explore.pk)
    assert "Join</a>" in words(ben, "my_sessions")


def test_a_member_of_another_group_finds_nothing(
    explore: Meeting, make_group: MakeGroup, organisation: Organisation
) -> None:
    make_group(2, (CHO,))
    other = member_client(Person.objects.get(email=f"g2.{CHO.email}"))
    assert other.get(reverse("scheduling:meeting", args=[explore.pk])).status_code == 404
    assert "No session planned yet" in words(other, "my_sessions")


def test_who_left_the_group_no_longer_sees_the_meeting(ben: Client, explore: Meeting) -> None:
    Attendance.objects.filter(person__email=BEN.email).update(removed_at=NOW)
    assert ben.get(reverse("scheduling:meeting", args=[explore.pk])).status_code == 404


OWNERS = ("plan", "places", "group_plan", "meeting", "move", "place")


@pytest.mark.parametrize("name", OWNERS)
def test_another_organisation_finds_none_of_it(
    stranger_client: Client, explore: Meeting, plan: GroupPlan, name: str
) -> None:
    args = {"plan": [], "places": [], "group_plan": [plan.pk]}.get(name, [explore.pk])
    response = stranger_client.get(reverse(f"scheduling:{name}", args=args))
    assert response.status_code == (404 if args else 200)
    assert "delegation" not in response.content.decode()


@pytest.mark.parametrize("name", ["send", "ask", "decide", "cancel"])
def test_another_organisation_changes_none_of_it(
    stranger_client: Client, explore: Meeting, plan: GroupPlan, name: str
) -> None:
    key = {"send": plan.run_id, "cancel": explore.pk}.get(name, plan.pk)
    assert stranger_client.post(reverse(f"scheduling:{name}", args=[key])).status_code == 404


@pytest.mark.parametrize("role", ["participant", "sponsor", "administrator"])
@pytest.mark.parametrize("name", ["plan", "places", "group_plan"])
def test_other_roles_do_not_plan(request: pytest.FixtureRequest, plan: GroupPlan, role: str, name: str) -> None:
    client = client_of(request.getfixturevalue(role))
    args = [] if name in ("plan", "places") else [plan.pk]
    assert client.get(reverse(f"scheduling:{name}", args=args)).status_code == 403


def test_somebody_who_is_not_signed_in_is_asked_to(client: Client, explore: Meeting) -> None:
    response = client.get(reverse("scheduling:meeting", args=[explore.pk]))
    assert response.status_code == 302
    assert "login" in response["Location"]


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_plan_page_takes_the_same_queries_for_two_groups_and_for_twelve(
    owner_client: Client, make_group: MakeGroup, make_plan: MakePlan, confirm: Callable[[], list[Meeting]]
) -> None:
    url = reverse("scheduling:plan")
    for number in (1, 2):
        make_plan(make_group(number))
    planned = count_queries(owner_client, url)
    for number in range(3, 13):
        make_plan(make_group(number))
    assert count_queries(owner_client, url) == planned
    confirm()
    assert count_queries(owner_client, url) <= planned


def test_my_sessions_takes_the_same_queries_for_two_meetings_and_for_eight(ben: Client, explore: Meeting) -> None:
    url = reverse("scheduling:my_sessions")
    before = count_queries(ben, url)
    person = Person.objects.get(email=BEN.email)
    for number in range(2, 8):
        meeting = Meeting.objects.get(pk=explore.pk)
        meeting.pk, meeting.uid, meeting.cycle = None, f"copy-{number}", number
        meeting.save()
        Attendance.objects.create(organisation=person.organisation, meeting=meeting, person=person)
    assert count_queries(ben, url) == before


def test_a_form_that_cannot_be_taken_answers_as_such(owner_client: Client, explore: Meeting) -> None:
    forms = {
        "move": ([explore.pk], {"day": "no day"}),
        "places": ([], {"capacity": "many"}),
    }
    answers = {
        name: owner_client.post(reverse(f"scheduling:{name}", args=args), form) for name, (args, form) in forms.items()
    }
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(forms, 422)
    assert {name: "There is a problem" in answer.text for name, answer in answers.items()} == dict.fromkeys(forms, True)
