"""What a person reads about a source: a fact and what to do next, never a piece of the address or of the content."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hexad_web.availability.models import Kind, Problem

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

OF_AN_ACCOUNT: Mapping[str, Promise] = {
    Problem.NOT_FOUND: _("The calendar is no longer in the account. Connect the account again and choose another."),
    Problem.DENIED: _("The account no longer accepts the app password. Make a new one and connect the account again."),
    Problem.NOT_A_CALENDAR: _("What the server answers is not a calendar. It is tried again by itself."),
    Problem.SEALED: _("The stored password can no longer be opened. Connect the account again."),
}

ON_SEARCH: Mapping[str, Promise] = {
    Problem.REFUSED: _("This server leads into a private network. Ask your administrator to allow its host."),
    Problem.NOT_FOUND: _("No calendar was found there. Check the server's name, or give the calendar's full address."),
    Problem.DENIED: _(
        "The server does not accept this name and password. Make an app password in your account and use that one."
    ),
    Problem.UNREACHABLE: _("No connection to this server. Check its name."),
    Problem.TIMEOUT: _("The server answers too slowly. Try again in a minute."),
    Problem.SERVER: _("The server reports an error. Try again in a minute."),
}

ON_UPLOAD: Mapping[str, Promise] = {
    Problem.TOO_LARGE: _("The file is larger than 10 MB. Export a shorter period, or paint your week."),
    Problem.TRUNCATED: _("The file breaks off in the middle. Save it again and upload it."),
    Problem.NOT_A_CALENDAR: _("The file is not a calendar. Save your calendar as an .ics file and upload that."),
    Problem.TOO_MUCH: _("The file takes too long to work out. Export a shorter period, or paint your week."),
}


def sentence(problem: str, kind: str = Kind.FEED) -> Promise | str:
    if kind == Kind.CALDAV and problem in OF_AN_ACCOUNT:
        return OF_AN_ACCOUNT[problem]
    return WHAT_HAPPENED.get(problem, "")


def search_sentence(problem: str) -> Promise | str:
    return ON_SEARCH.get(problem) or ON_SEARCH[Problem.NOT_FOUND]


def upload_sentence(problem: str) -> Promise | str:
    return ON_UPLOAD.get(problem) or sentence(problem)
