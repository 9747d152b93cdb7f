"""Page, PDF, CSV and JSON say the same of a closed period, and hide the same."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from hexad.report import compose, read_snapshot
from hexad.report.words import EVERYTHING, HIDDEN
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import User
from hexad_web.report import report_words
from hexad_web.report.models import Period
from hexad_web.report.queries import board as boards
from tests.hexad.paper.test_typeset import languages
from tests.hexad_web.conftest import client_of
from tests.hexad_web.report.conftest import BEGINS, CLOSED_AT, LAST, STORY
from tests.hexad_web.said import marked, unmarked


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: CLOSED_AT)


def page(client: Client, period: Period) -> str:
    answer = client.get(f"/report/{period.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def pdf_text(content: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_owner_and_sponsor_read_the_same_page(owner_client: Client, sponsor_client: Client, closed: Period) -> None:
    for client in (owner_client, sponsor_client):
        found = page(client, closed)
        for number in boards.board(closed).report.numbers:
            assert number.value in found
        assert "Description, not evidence" in found
        assert STORY in found
        assert closed.digest in found


def test_a_modules_title_is_marked_with_its_own_language(owner: Actor, sponsor: Actor, closed: Period) -> None:
    User.objects.filter(pk=sponsor.user.pk if sponsor.user else None).update(language="de")
    titles = {use.title for use in read_snapshot(closed.snapshot).modules}
    assert titles
    mine, theirs = (page(client_of(actor), closed) for actor in (owner, sponsor))
    assert '<html lang="de"' in theirs
    assert unmarked(theirs, titles) == []
    assert {*marked(theirs, titles)} == titles
    assert '<bdi lang="en">' not in mine
    for actor, said in ((sponsor, {"en"}), (owner, set())):
        assert languages(client_of(actor).get(f"/report/{closed.pk}/report.pdf").content) - {"de"} == said


def test_the_page_has_nine_numbers_at_most(owner_client: Client, closed: Period) -> None:
    assert 0 < page(owner_client, closed).count("data-figure=") <= 9


def test_the_pdf_says_what_the_page_says_on_both_papers(sponsor_client: Client, closed: Period) -> None:
    report = boards.board(closed).report
    for paper in ("a4", "letter"):
        answer = sponsor_client.get(f"/report/{closed.pk}/report.pdf", {"paper": paper})
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="report-2027-01-04-2027-06-30.pdf"'
        found = pdf_text(answer.content)
        for sheet in report.behind:
            for row in sheet.rows:
                assert all("".join(cell.split()) in found for cell in row)


def test_the_pdf_holds_nothing_that_the_page_does_not_show(sponsor_client: Client, closed: Period) -> None:
    """Whatever is hidden in the snapshot is hidden as a number too: there is none to find."""
    snapshot = read_snapshot(closed.snapshot)
    hidden = [key for key, figure in snapshot.figures.items() if figure.value is None]
    assert "unanswered" in hidden
    content = sponsor_client.get(f"/report/{closed.pk}/report.pdf").content
    found = pdf_text(content)
    assert found.count("".join(HIDDEN.split())) == sum(
        cell == HIDDEN for sheet in boards.board(closed).report.behind for row in sheet.rows for cell in row
    ) + sum(number.value == HIDDEN for number in boards.board(closed).report.numbers)
    assert "Managerm" not in found


def test_the_csv_has_every_table_in_the_same_words(sponsor_client: Client, closed: Period) -> None:
    answer = sponsor_client.get(f"/report/{closed.pk}/figures.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    for sheet in boards.board(closed).report.behind:
        for row in sheet.rows:
            assert list(row) in rows


def test_a_department_is_no_formula_in_a_spreadsheet(closed: Period, owner_client: Client) -> None:
    closed.snapshot = closed.snapshot.replace('"Legal"', '"=1+1"')
    closed.save()
    assert "'=1+1" in owner_client.get(f"/report/{closed.pk}/figures.csv").content.decode()


def test_the_snapshot_is_what_was_frozen_and_the_command_line_makes_the_same_report(
    owner_client: Client, closed: Period
) -> None:
    content = owner_client.get(f"/report/{closed.pk}/snapshot.json").content
    assert hashlib.sha256(content).hexdigest() == closed.digest
    assert compose(read_snapshot(content)).numbers == boards.board(closed).report.numbers
    assert json.loads(content)["format"] == "hexad-snapshot/1"


@pytest.mark.parametrize("what", ["", "report.pdf", "snapshot.json", "figures.csv"])
def test_nobody_else_reads_it(
    what: str, closed: Period, participant_client: Client, administrator_client: Client, stranger_client: Client
) -> None:
    path = f"/report/{closed.pk}/{what}"
    assert participant_client.get(path).status_code == 403
    assert administrator_client.get(path).status_code == 403
    assert stranger_client.get(path).status_code == 404


def test_paper_that_does_not_exist_is_not_found(owner_client: Client, closed: Period) -> None:
    assert owner_client.get(f"/report/{closed.pk}/report.pdf", {"paper": "a3"}).status_code == 404


def test_the_owner_closes_the_next_one_where_the_last_ended(owner_client: Client, closed: Period) -> None:
    found = owner_client.get("/report/").content.decode()
    assert "First half of 2027" in found
    assert 'value="2027-07-01"' in found
    values = {"name": "A day", "start_date": "2027-07-01", "last_date": "2027-07-01", "threshold": "8"}
    answer = owner_client.post("/report/close/", values)
    assert answer.status_code == 302
    assert owner_client.get(answer["Location"]).status_code == 200


def test_an_old_page_cannot_close_twice(owner_client: Client, closed: Period) -> None:
    values = {"name": "Again", "start_date": str(BEGINS), "last_date": str(LAST), "threshold": "8"}
    answer = owner_client.post("/report/close/", values)
    assert answer.status_code == 422
    assert "This period is closed already. Nothing was changed." in answer.content.decode()
    assert Period.objects.count() == 1


def test_days_that_are_not_over_are_refused_beside_the_field(owner_client: Client, closed: Period) -> None:
    values = {"name": "Soon", "start_date": "2027-07-01", "last_date": "2027-12-31", "threshold": "8"}
    answer = owner_client.post("/report/close/", values)
    assert answer.status_code == 422
    assert "Days that are not over" in answer.content.decode()


def test_a_sponsor_has_no_form_and_cannot_close(sponsor_client: Client, closed: Period) -> None:
    assert "Close period" not in sponsor_client.get("/report/").content.decode()
    assert sponsor_client.post("/report/close/").status_code == 403


def test_before_the_first_report_the_page_says_what_to_do(owner_client: Client, owner: Actor) -> None:
    owner.organisation.created_at = CLOSED_AT - timedelta(days=30)
    owner.organisation.save()
    found = owner_client.get("/report/").content.decode()
    assert "There is no report yet." in found
    assert "Close period" in found


def test_a_programme_that_began_today_has_nothing_to_close(owner_client: Client, owner: Actor) -> None:
    owner.organisation.created_at = datetime(2027, 7, 2, 6, tzinfo=UTC)
    owner.organisation.save()
    assert "when its days are over" in owner_client.get("/report/").content.decode()


def test_a_german_reads_it_in_german(owner: Actor, owner_client: Client, closed: Period) -> None:
    assert owner.user is not None
    owner.user.language = "de"
    owner.user.save()
    owner_client.cookies["django_language"] = "de"
    found = page(owner_client, closed)
    assert "Stunden in Treffen" in found
    assert "4. Januar 2027" in found
    assert "Hours in sessions" not in found


def test_every_sentence_of_a_report_can_be_translated() -> None:
    assert set(report_words.WORDS) == set(EVERYTHING)
