"""Where each role can go. An entry whose page is not there is left out, so that a menu never leads nowhere."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a place, by its URL name."""

    label: str | Promise
    route: str


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a menu. It leads to the first of its pages that exists; the others stand in a row below."""

    label: str | Promise
    icon: str
    pages: tuple[Page, ...]
    section: tuple[str, ...]  # URL namespaces or full names in which the entry is marked as current


@dataclass(frozen=True, slots=True)
class Entry:
    label: str | Promise
    url: str
    is_current: bool
    icon: str = ""
    pages: tuple["Entry", ...] = ()


HOME = Place(_("Home"), icon="house", pages=(Page(_("Home"), "home:home"),), section=("home:home",))
PEOPLE = Place(_("People"), icon="users", pages=(Page(_("People"), "people:list"),), section=("people",))
CHALLENGES = Place(
    _("Challenges"),
    icon="message-circle-question",
    pages=(
        Page(_("Topics"), "challenges:list"),
        Page(_("Modules"), "challenges:modules"),
        Page(_("Edit modules"), "challenges:own_modules"),
    ),
    section=("challenges", "practice:revision"),
)
GROUPS = Place(
    _("Groups"),
    icon="layout-grid",
    pages=(
        Page(_("Groups"), "formation:groups"),
        Page(_("Form groups"), "formation:policy"),
        Page(_("Mend groups"), "formation:mend"),
        Page(_("Compare runs"), "formation:compare"),
    ),
    section=("formation",),
)
TIMES = Place(
    _("Times"),
    icon="calendar-clock",
    pages=(
        Page(_("Plan"), "scheduling:plan"),
        Page(_("Rooms and links"), "scheduling:places"),
        Page(_("Agendas"), "sessions:agendas"),
        Page(_("Calendars"), "availability:overview"),
        Page(_("Holidays"), "availability:holidays"),
    ),
    section=("scheduling", "availability", "sessions"),
)
COST = Place(_("Cost"), icon="scale", pages=(Page(_("Cost"), "economics:calculator"),), section=("economics",))
REPORT = Place(
    _("Report"),
    icon="file-text",
    pages=(
        Page(_("Reports"), "report:periods"),
        Page(_("Experiment"), "evidence:study"),
        Page(_("Evidence"), "evidence:results"),
        Page(_("Silos"), "evidence:silos"),
        Page(_("Return"), "evidence:returns"),
        Page(_("Answers to obstacles"), "report:answers"),
    ),
    section=("report", "evidence"),
)
REPORTS = Place(
    _("Report"),
    icon="file-text",
    pages=(
        Page(_("Report"), "report:periods"),
        Page(_("Evidence"), "evidence:results"),
        Page(_("Silos"), "evidence:silos"),
        Page(_("Return"), "evidence:returns"),
    ),
    section=("report:periods", "report:board", "evidence"),
)
MAIL = Place(_("Mail"), icon="mail", pages=(Page(_("Mail"), "outbox:list"),), section=("outbox",))
MY_GROUP = Place(
    _("Group"),
    icon="users",
    pages=(
        Page(_("My group"), "formation:my_group"),
        Page(pgettext_lazy("menu of a participant", "Sessions"), "scheduling:my_sessions"),
        Page(_("Answers to obstacles"), "report:answers"),
    ),
    section=("formation", "scheduling", "sessions", "record", "report"),
)
MY_PRACTICE = Place(
    _("Practice"),
    icon="notebook-pen",
    pages=(
        Page(_("My practice"), "practice:mine"),
        Page(_("My challenge"), "challenges:check"),
        Page(_("How others see my work"), "evidence:observers"),
        Page(_("Whose help I used"), "evidence:ties"),
        Page(_("Modules"), "challenges:modules"),
    ),
    section=("practice", "evidence", "challenges"),
)
ME = Place(
    pgettext_lazy("menu", "Me"),
    icon="user",
    pages=(
        Page(_("My calendars"), "availability:calendars"),
        Page(_("My hours"), "availability:hours"),
        Page(_("About me"), "people:me"),
        Page(_("My data"), "privacy:mine"),
    ),
    section=("availability", "people", "privacy"),
)
HEALTH = Place(
    _("Health"),
    icon="activity",
    pages=(
        Page(_("Overview"), "home:home"),
        Page(_("Calendars"), "availability:health"),
        Page(_("Mail"), "outbox:list"),
    ),
    section=("home:home", "availability", "outbox"),
)
ORGANISATION = Place(
    _("Organisation"),
    icon="building-2",
    pages=(Page(_("Organisation"), "accounts:organisation"),),
    section=("accounts:organisation",),
)
ACCOUNTS = Place(
    _("Accounts"), icon="key-round", pages=(Page(_("Accounts"), "accounts:members"),), section=("accounts:members",)
)
AUDIT = Place(_("Audit"), icon="scroll-text", pages=(Page(_("Audit"), "accounts:audit"),), section=("accounts:audit",))
OBSTACLES = Place(
    _("Obstacles"),
    icon="message-square-reply",
    pages=(Page(_("Obstacles"), "report:obstacles"),),
    section=("report:obstacles", "report:obstacle"),
)

PLACES: dict[str, tuple[Place, ...]] = {
    "owner": (HOME, PEOPLE, CHALLENGES, GROUPS, TIMES, COST, REPORT, MAIL),
    "participant": (HOME, MY_GROUP, MY_PRACTICE, ME),
    "sponsor": (HOME, REPORTS, OBSTACLES),
    "administrator": (HEALTH, ORGANISATION, ACCOUNTS, AUDIT),
}


def url_of(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def pages_of(place: Place, here: str) -> tuple[Entry, ...]:
    found = ((page, url_of(page.route)) for page in place.pages)
    return tuple(Entry(page.label, url, page.route == here) for page, url in found if url)


def entry_of(place: Place, pages: tuple[Entry, ...], here: set[str]) -> Entry:
    return Entry(place.label, pages[0].url, bool(here & set(place.section)), place.icon, pages)


def entries(request: HttpRequest, role: str) -> list[Entry]:
    match = request.resolver_match
    name = match.view_name if match else ""
    here = {name, match.namespace} if match else set()
    found = ((place, pages_of(place, name)) for place in PLACES.get(role, ()))
    return [entry_of(place, pages, here) for place, pages in found if pages]


def pages_here(menu: list[Entry]) -> tuple[Entry, ...]:
    """The pages of the current place, where there is more than one."""
    current = next((entry.pages for entry in menu if entry.is_current), ())
    return current if len(current) > 1 else ()
