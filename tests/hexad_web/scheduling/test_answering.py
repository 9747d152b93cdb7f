import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad_web.people.models import Person
from hexad_web.scheduling import access
from hexad_web.scheduling.actions.answering import answer_meeting
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.scheduling.refusals import Refused
from tests.examples import BEN, CHO, DEV, NOW
from tests.hexad_web.said import as_read
from tests.hexad_web.scheduling.conftest import EXPLORE
from tests.hexad_web.scheduling.reading import mails, text_of


@pytest.fixture
def bens(explore: Meeting) -> Attendance:
    return explore.attendances.get(person__email=BEN.email)


def address(attendance: Attendance) -> str:
    return reverse("scheduling:answer", args=[access.answer_token(attendance.pk)])


def test_the_link_of_the_mail_opens_the_page_with_the_answer_preselected(bens: Attendance, client: Client) -> None:
    own = next(mail for mail in mails() if mail["To"] == BEN.email)
    link = next(word for word in text_of(own).split() if "answer=decline" in word)
    page = client.get("/" + link.partition("://")[2].partition("/")[2])
    assert page.status_code == 200
    checked = re.findall(r"<input[^>]*checked[^>]*>", page.content.decode())
    assert [re.findall(r'value="(\w+)"', field) for field in checked] == [["decline"]]
    assert "Thu 4 February, 14:00–15:30 (Berlin)" in as_read(page.content.decode())


@pytest.mark.parametrize("answer", ["", "?answer=accept", "?answer=decline", "?answer=nonsense"])
def test_a_scanner_that_opens_the_link_writes_nothing(bens: Attendance, client: Client, answer: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address(bens) + answer).status_code == 200
        assert client.head(address(bens) + answer).status_code == 200
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    bens.refresh_from_db()
    assert bens.answer == ""


@pytest.mark.parametrize(
    ("word", "stored"), [("accept", "accepted"), ("tentative", "tentative"), ("decline", "declined")]
)
def test_the_button_stores_the_answer(bens: Attendance, client: Client, word: str, stored: str) -> None:
    page = client.post(address(bens), {"answer": word}, follow=True)
    bens.refresh_from_db()
    assert (bens.answer, bens.answered_at) == (stored, NOW)
    assert "You can change your answer until the meeting begins." in page.content.decode()


def test_an_answer_can_be_changed_later(bens: Attendance, client: Client) -> None:
    for word in ("accept", "decline"):
        client.post(address(bens), {"answer": word})
    bens.refresh_from_db()
    assert bens.answer == "declined"


def test_no_answer_is_asked_for_again_at_the_field(bens: Attendance, client: Client) -> None:
    page = client.post(address(bens), {})
    assert "Choose one of the three answers." in page.content.decode()


def test_others_answers_appear_with_ones_own_and_not_before(bens: Attendance, client: Client) -> None:
    Attendance.objects.filter(person__email=CHO.email).update(answer="declined", answered_at=NOW)
    assert "I cannot come</span>" not in client.get(address(bens)).content.decode()
    client.post(address(bens), {"answer": "accept"})
    assert "I cannot come</span>" in client.get(address(bens)).content.decode()


def test_each_reads_the_own_zone_and_the_others_on_demand(explore: Meeting, client: Client) -> None:
    devs = explore.attendances.get(person__email=DEV.email)
    page = as_read(client.get(address(devs)).content.decode())
    assert "Thu 4 February, 13:00–14:30 (London)" in page
    assert "14:00–15:30 (Berlin)" in page


@pytest.mark.parametrize("token", ["", "1", "1.forged", "x.y", "1:abc", "9" * 300])
def test_a_forged_link_finds_nothing(bens: Attendance, client: Client, token: str) -> None:
    assert client.get(f"/scheduling/answer/{token}/").status_code == 404


def test_a_link_to_choose_does_not_open_the_answer(bens: Attendance, client: Client) -> None:
    assert client.get(reverse("scheduling:answer", args=[access.choose_token(bens.pk)])).status_code == 404


def test_nothing_is_answered_after_the_meeting_began(bens: Attendance) -> None:
    with pytest.raises(Refused, match="has begun"):
        answer_meeting(attendance=bens, answer="accepted", now=EXPLORE)


def test_a_cancelled_meeting_takes_no_answer(bens: Attendance, client: Client) -> None:
    Meeting.objects.update(state=Meeting.State.CANCELLED)
    page = client.post(address(bens), {"answer": "accept"}).content.decode()
    assert "This meeting is cancelled" in page
    bens.refresh_from_db()
    assert bens.answer == ""


def test_who_left_reads_that_nothing_is_to_answer_and_no_names(bens: Attendance, client: Client) -> None:
    Attendance.objects.filter(pk=bens.pk).update(removed_at=NOW)
    page = client.get(address(bens)).content.decode()
    assert "nothing to answer" in page
    assert "Cho Example" not in page
    client.post(address(bens), {"answer": "accept"})
    bens.refresh_from_db()
    assert bens.answer == ""


def test_the_page_speaks_the_readers_language(bens: Attendance, client: Client) -> None:
    page = client.get(address(bens), headers={"accept-language": "de"}).content.decode()
    assert '<html lang="de"' in page


def test_the_answer_page_after_the_meeting_still_opens(
    bens: Attendance, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: EXPLORE + timedelta(days=1))
    assert "nothing to answer" in client.get(address(bens)).content.decode()


def test_a_person_without_zone_reads_the_organisations(bens: Attendance, client: Client) -> None:
    Person.objects.update(time_zone="")
    assert "(Berlin)" in client.get(address(bens)).content.decode()
