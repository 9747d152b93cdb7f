from email import message_from_bytes, policy
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from hexad_web.outbox.rendering import Mail, render
from tests.examples import NOW
from tests.hexad_web.outbox.mails import ICS, mail_to

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)


def parsed(mail: Mail) -> EmailMessage:
    return message_from_bytes(render(mail, message_id="<1@hexad>", now=NOW), policy=policy.default)


def test_a_plain_mail_is_one_text_that_holiday_replies_leave_alone() -> None:
    message = parsed(mail_to("ben"))
    assert message.get_content_type() == "text/plain"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<1@hexad>"


def test_a_calendar_is_the_last_alternative_with_its_method_in_the_header() -> None:
    message = parsed(mail_to("ben", calendar=ICS, html="<p>Thu 4 June</p>"))
    assert message.get_content_type() == "multipart/alternative"
    plain, html, calendar = message.iter_parts()
    assert [part.get_content_type() for part in (plain, html, calendar)] == ["text/plain", "text/html", "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_param("charset") == "utf-8"
    assert calendar.get_content_disposition() is None
    assert "Auto-Submitted" not in message


def test_a_calendar_keeps_its_lines_as_the_standard_wants_them() -> None:
    raw = render(mail_to("ben", calendar=ICS), message_id="<1@hexad>", now=NOW)
    assert b"BEGIN:VEVENT\r\nUID:explore-7@hexad\r\nEND:VEVENT\r\n" in raw


def test_the_method_of_a_cancellation_stands_in_the_header() -> None:
    *_rest, calendar = parsed(mail_to("ben", calendar=ICS, calendar_method="CANCEL")).iter_parts()
    assert calendar.get_param("method") == "CANCEL"


def test_the_uid_is_found_in_a_folded_calendar_too() -> None:
    folded = ICS.replace(b"UID:explore-7@hexad", b"UID:explore-\r\n 7@hexad")
    assert mail_to("ben", calendar=folded).calendar_uid == "explore-7@hexad"
    assert mail_to("ben").calendar_uid == ""


def test_a_line_break_in_a_subject_cannot_add_a_header() -> None:
    message = parsed(mail_to("ben", subject="Explore\r\nBcc: everybody@northwind.example"))
    assert message["Bcc"] is None
    assert message["Subject"] == "Explore Bcc: everybody@northwind.example"


def test_every_line_of_a_mail_is_ascii_so_that_any_server_carries_it() -> None:
    raw = render(mail_to("ben", subject="Führung, 日本", text="Grüße " * 300), message_id="<1@hexad>", now=NOW)
    assert raw.isascii()
    assert max(len(line) for line in raw.splitlines()) <= 998


@given(subject=TEXT, text=TEXT)
def test_what_is_written_is_what_is_read(subject: str, text: str) -> None:
    message = parsed(mail_to("ben", subject=subject, text=text))
    assert " ".join(str(message["Subject"]).split()) == " ".join(subject.split())
    assert message.get_content().splitlines() == [text]
