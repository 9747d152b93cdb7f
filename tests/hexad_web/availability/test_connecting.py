"""From the page where somebody types an app password to busy times that follow the account's calendars."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.availability import actions, caldav, feeds
from hexad_web.availability.models import Kind, Problem, Source
from hexad_web.people.models import Person
from tests.hexad_web.availability.caldav_server import MEETING_ROWS, PASSWORD, USER, CaldavServer
from tests.hexad_web.conftest import client_of

PAGE = "/availability/calendars/add/account/"
CHOOSE = f"{PAGE}calendars/"
LIST = "/availability/calendars/"
pytestmark = pytest.mark.usefixtures("ben")


@pytest.fixture(autouse=True)
def allowed_by_name(settings: Settings) -> None:
    settings.FEED_ALLOWED_HOSTS = ["localhost"]


def sign_in(client: Client, server: CaldavServer, password: str = PASSWORD) -> str:
    given = {"server": server.url, "user": USER, "password": password}
    return client.post(PAGE, given, follow=True).content.decode()


def connect(actor: Actor, server: CaldavServer, *names: str) -> list[Source]:
    calendars = [caldav.Calendar(name, server.at(name)) for name in names]
    return actions.add_calendars(actor=actor, calendars=calendars, now=timezone.now())


def again(source: Source) -> Source:
    Source.objects.filter(pk=source.pk).update(next_try_at=timezone.now())
    feeds.read_due()
    return Source.objects.get(pk=source.pk)


def test_an_account_s_calendars_are_found_chosen_and_read(
    participant_client: Client, ben: Person, caldav_server: CaldavServer
) -> None:
    page = sign_in(participant_client, caldav_server)
    assert "Family &amp; friends" in page
    assert page.count("checked") == 2
    at = page.index("Work") > page.index("Family")
    answer = participant_client.post(CHOOSE, {"calendars": [int(at)]})
    assert answer.headers["Location"] == LIST
    source = Source.objects.get()
    assert (source.person, source.kind, source.name) == (ben, Kind.CALDAV, "Work")
    assert "Being read" in participant_client.get(LIST).content.decode()
    read = again(source)
    assert (read.problem, read.busy) == ("", MEETING_ROWS)
    assert "Read now" in participant_client.get(LIST).content.decode()


def test_name_password_and_address_are_sealed_and_never_come_back(
    participant_client: Client, caldav_server: CaldavServer
) -> None:
    page = sign_in(participant_client, caldav_server)
    participant_client.post(CHOOSE, {"calendars": [0, 1]})
    pages = [page, *(participant_client.get(url).content.decode() for url in (PAGE, LIST, f"{LIST}add/"))]
    kept = [str(vars(each)) for each in Source.objects.defer("sealed_url")] + [
        str([vars(each) for each in AuditEntry.objects.all()]),
        *(str(each.get_decoded()) for each in Session.objects.all()),
    ]
    for text in (*pages, *kept):
        assert PASSWORD not in text
        assert f"localhost:{caldav_server.port}" not in text
    for source in Source.objects.all():
        assert PASSWORD.encode() not in bytes(source.sealed_url or b"")
        assert PASSWORD in private_text.unseal(source.sealed_url or b"")


def test_a_wrong_password_is_explained_and_not_repeated(
    participant_client: Client, caldav_server: CaldavServer
) -> None:
    page = sign_in(participant_client, caldav_server, "wrong-tippytoe")
    assert "Make an app password" in page
    assert "wrong-tippytoe" not in page
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"server": ""}, {"server": "ftp://x.example"}, {"user": ""}, {"password": ""}, {"server": "http://x.example"}],
)
def test_what_is_missing_or_unsafe_is_said(participant_client: Client, wrong: dict[str, str]) -> None:
    answer = participant_client.post(PAGE, {"server": "x.example", "user": USER, "password": PASSWORD, **wrong})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_a_server_inside_the_network_is_refused_with_what_to_do(
    participant_client: Client, caldav_server: CaldavServer, settings: Settings
) -> None:
    settings.FEED_ALLOWED_HOSTS = []
    given = {"server": caldav_server.url.replace("http", "https"), "user": USER, "password": PASSWORD}
    page = participant_client.post(PAGE, given).content.decode()
    assert "Ask your administrator to allow its host." in page


def test_the_choice_is_one_person_s_and_lasts_an_hour(
    participant: Actor, caldav_server: CaldavServer, participant_client: Client
) -> None:
    account = caldav.Account(caldav_server.url, USER, PASSWORD)
    now = timezone.now()
    sealed = actions.search_account(actor=participant, account=account, now=now)
    assert len(actions.calendars_waiting(actor=participant, sealed=sealed, now=now)) == 2
    assert actions.calendars_waiting(actor=participant, sealed=sealed, now=now + timedelta(hours=2)) == []
    Person.objects.update(user=None)
    Person.objects.create(
        organisation=participant.organisation, user=participant.user, email="other@northwind.example", name="Other"
    )
    assert actions.calendars_waiting(actor=participant, sealed=sealed, now=now) == []
    assert actions.calendars_waiting(actor=participant, sealed="forged", now=now) == []


def test_choosing_without_a_search_leads_back_to_it(participant_client: Client) -> None:
    assert participant_client.get(CHOOSE).headers["Location"] == PAGE
    assert participant_client.post(CHOOSE, {"calendars": [0]}).headers["Location"] == PAGE


def test_nothing_ticked_is_asked_again(participant_client: Client, caldav_server: CaldavServer) -> None:
    sign_in(participant_client, caldav_server)
    answer = participant_client.post(CHOOSE, {})
    assert answer.status_code == 422
    assert "Tick a calendar at least." in answer.content.decode()
    assert participant_client.post(CHOOSE, {"calendars": [7]}).status_code == 422


def test_the_same_calendar_again_takes_the_new_password_and_is_no_second_one(
    participant: Actor, caldav_server: CaldavServer
) -> None:
    (source,) = connect(participant, caldav_server, "work")
    old = caldav_server.at("work").replace(PASSWORD, "withdrawn")
    Source.objects.update(sealed_url=private_text.seal(old))
    assert again(source).problem == Problem.DENIED
    connect(participant, caldav_server, "work", "family")
    assert Source.objects.count() == 2
    assert again(source).problem == ""


def test_ten_calendars_are_the_most(participant: Actor, caldav_server: CaldavServer) -> None:
    connect(participant, caldav_server, *(f"calendar{number}" for number in range(9)))
    with pytest.raises(ValidationError, match="Ten calendars"):
        connect(participant, caldav_server, "work", "family")
    assert Source.objects.count() == 9


def test_several_sources_count_together_and_a_broken_one_keeps_its_copy_and_says_what_to_do(
    participant_client: Client, participant: Actor, caldav_server: CaldavServer
) -> None:
    caldav_server.put("family", "school", "DTSTART:20261208T150000Z", "DURATION:PT1H")
    work, family = connect(participant, caldav_server, "work", "family")
    feeds.read_due()
    caldav_server.delete("work/")
    broken, fine = again(work), again(family)
    assert (broken.problem, broken.busy, broken.failures) == (Problem.NOT_FOUND, MEETING_ROWS, 1)
    assert (fine.problem, len(fine.busy)) == ("", 1)
    page = participant_client.get(LIST).content.decode()
    assert "The calendar is no longer in the account." in page
    assert "The last good copy still counts." in page


def test_an_unchanged_calendar_costs_one_request_and_counts_as_fresh(
    participant: Actor, caldav_server: CaldavServer
) -> None:
    first = again(connect(participant, caldav_server, "work")[0])
    caldav_server.asked.clear()
    second = again(first)
    assert caldav_server.asked == ["PROPFIND /ben/work/"]
    assert (second.busy, second.problem) == (first.busy, "")
    assert second.read_at > first.read_at  # type: ignore[operator]  # both were read
    Source.objects.update(covers_until=timezone.now() + timedelta(days=300))
    caldav_server.asked.clear()
    again(first)
    assert caldav_server.asked == ["PROPFIND /ben/work/", "REPORT /ben/work/"]


def test_a_removed_calendar_of_an_account_comes_back_and_is_read_anew(
    participant: Actor, caldav_server: CaldavServer
) -> None:
    (source,) = connect(participant, caldav_server, "work")
    actions.remove(actor=participant, source_id=source.pk, now=timezone.now())
    feeds.read_due()
    assert Source.objects.get().read_at is None
    actions.restore(actor=participant, source_id=source.pk, now=timezone.now())
    feeds.read_due()
    assert Source.objects.get().busy == MEETING_ROWS


def test_the_pages_are_for_participants_alone(owner: Actor) -> None:
    for url in (PAGE, CHOOSE):
        assert client_of(owner).get(url).status_code in (403, 404)


def test_searching_is_limited_so_that_nobody_tries_passwords_through_hexad(
    participant_client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"search_calendars": "2/h/user"}
    given = {"server": "https://127.0.0.1:1/", "user": USER, "password": PASSWORD}
    pages = [participant_client.post(PAGE, given).content.decode() for _ in range(3)]
    assert ["That was often" in page for page in pages] == [False, False, True]
