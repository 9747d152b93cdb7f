"""What a person reads about a source: a fact and what to do next, never a piece of the address or of the content."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hexad_web.availability.models import Problem

WHAT_HAPPENED: Mapping[str, Promise] = {
    Problem.REFUSED: _(
        "This address leads into a private network, so it is not read. Ask your administrator to allow its host."
    ),
    Problem.NOT_FOUND: _("The calendar is no longer at this address. Copy its address again and add it anew."),
    Problem.DENIED: _("The calendar asks for a sign-in. Publish it with a secret address and add that one."),
    Problem.UNREACHABLE: _(
        "No connection to the calendar. It is tried again by itself; check the address if it stays so."
    ),
    Problem.TIMEOUT: _("The calendar answers too slowly. It is tried again by itself."),
    Problem.SERVER: _("The calendar's server reports an error. It is tried again by itself."),
    Problem.REDIRECTS: _("The address leads from one to the next without end. Copy the calendar's own address."),
    Problem.TOO_LARGE: _("The calendar is larger than 10 MB. Publish a shorter period, or paint your week."),
    Problem.TRUNCATED: _("The calendar broke off in the middle. It is tried again by itself; save a file anew."),
    Problem.NOT_A_CALENDAR: _("What came is not a calendar. Copy the address that ends in .ics, or save an .ics file."),
    Problem.TOO_MUCH: _("The calendar takes too long to work out. Publish a shorter period, or paint your week."),
    Problem.SEALED: _("The stored address can no longer be opened. Copy the calendar's address and add it anew."),
    Problem.FAULT: _("Hexad could not read this calendar. It is tried again; tell your administrator if it stays so."),
    Problem.ZONE_CHANGED: _("Your time zone changed since this file was read. Upload it again."),
}

ON_UPLOAD: Mapping[str, Promise] = {
    Problem.TOO_LARGE: _("The file is larger than 10 MB. Export a shorter period, or paint your week."),
    Problem.TRUNCATED: _("The file breaks off in the middle. Save it again and upload it."),
    Problem.NOT_A_CALENDAR: _("The file is not a calendar. Save your calendar as an .ics file and upload that."),
    Problem.TOO_MUCH: _("The file takes too long to work out. Export a shorter period, or paint your week."),
}


def sentence(problem: str) -> Promise | str:
    return WHAT_HAPPENED.get(problem, "")


def upload_sentence(problem: str) -> Promise | str:
    return ON_UPLOAD.get(problem) or sentence(problem)
