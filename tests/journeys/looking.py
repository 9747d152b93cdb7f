"""Looking at every page in its four looks, and keeping the list of what was looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from playwright.sync_api import Locator, Page

from tests.browser import LOOKS, WIDTHS, AxeClean, SaveScreenshot, sideways_overflow

NOBODY = ""
EVERY_ROLE = ("owner", "participant", "sponsor", "administrator")
METHOD_NOT_ALLOWED = 405
NO_PAGES = {
    "home:healthz",  # JSON, for a monitor
    "people:export",  # files
    "report:pdf",
    "report:snapshot",
    "report:figures",
    "privacy:export",
    "people:import_problem_rows",
    "formation:export",
    "people:import_progress",  # parts of pages, asked for by those pages
    "availability:source",
    "sessions:stage",
    "sessions:stream",  # a line, not a page
    "sessions:print_pack",  # a file
    "record:pdf",
    "evidence:plan",
    "sessions:agenda_file",
    "challenges:export_module",  # a file
    "scheduling:feed",  # a calendar
    # Pages of other ways than these journeys go, each looked at in a browser test of its own.
    "availability:account",
    "scheduling:my_feed",
    "availability:holidays",
    "availability:site",
    "availability:choose_calendars",
    "sessions:paper",
    "record:record",
    "formation:mend",
    "formation:mending",
    "formation:tradeoff",
    "sessions:agendas",
    "sessions:agenda",
    "sessions:agenda_run",
    "sessions:our_agenda",
    "evidence:study",
    "evidence:results",
    "evidence:observers",
    "evidence:own_sheet",
    "evidence:observe",
    "evidence:scales",
    "evidence:returns",
    "evidence:silos",
    "evidence:ties",
    "challenges:own_modules",
    "challenges:own_module",
    "challenges:module_part",
    "challenges:module_preview",
    "challenges:module_versions",
    "challenges:import_module",
    "practice:revision",
}
MAIN_JOB = ("home", "accounts", "outbox", "people", "availability", "formation", "scheduling")
CYCLE = ("challenges", "sessions", "practice", "evidence", "report:obstacles", "report:obstacle", "report:answers")
BOARD = ("economics", "privacy", "report:periods", "report:board")
Looked = tuple[str, str]  # the role, and the name of the URL


@dataclass
class Gallery:
    """Takes the pictures, asks axe, and notes what was looked at."""

    url: str
    axe_clean: AxeClean
    save_screenshot: SaveScreenshot
    looked: set[Looked] = field(default_factory=set)

    def look(self, page: Page, role: str, picture: str) -> None:
        """At both widths, one light and one dark: a picture, nothing sideways, nothing that axe finds."""
        before = page.viewport_size
        self.looked.add((role, resolve(urlsplit(page.url).path).view_name))
        for width, theme in LOOKS:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            self.save_screenshot(page, f"journey-{picture}")
            assert sideways_overflow(page) == 0, f"{picture} scrolls sideways at {width}"
            self.axe_clean(page)
        page.emulate_media(color_scheme="light")
        if before:
            page.set_viewport_size(before)


@dataclass
class Visitor:
    """One person at a browser, in a role."""

    page: Page
    gallery: Gallery
    role: str = NOBODY

    def open(self, path: str) -> None:
        """Go to a page by its address; a problem there is a problem of the journey."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.gallery.url}{path}")
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"

    def finds(self, wanted: Locator, path: str) -> bool:
        """Whether it is there when the page is opened now."""
        self.open(path)
        return wanted.count() > 0

    def look(self, picture: str) -> None:
        self.gallery.look(self.page, self.role, picture)

    def glance(self, picture: str) -> None:
        """At a further state of a page that is looked at elsewhere: as it stands."""
        self.gallery.save_screenshot(self.page, f"journey-{picture}")
        self.gallery.axe_clean(self.page)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def see(self, text: str) -> None:
        """Wait until this text is on the page."""
        self.page.get_by_text(text).first.wait_for()

    def main_text(self) -> str:
        return self.page.locator("main").inner_text()


def pages_of_the_product() -> Iterator[tuple[str, URLPattern]]:
    """Every named URL, but not those that exist in development alone."""
    for part in get_resolver().url_patterns:
        if isinstance(part, URLResolver) and part.namespace != "design":
            yield from ((f"{part.namespace}:{one.name}", one) for one in part.url_patterns if one.name)


def roles_of(pattern: URLPattern) -> tuple[str, ...]:
    """Who may open it: the roles that ``requires`` names, all when it names none, nobody signed in without it."""
    asked = getattr(pattern.callback, "roles", None)
    return (NOBODY,) if asked is None else tuple(map(str, asked)) or EVERY_ROLE


def forgotten(visitors: Sequence[Visitor], stages: Sequence[str]) -> set[Looked]:
    """Pages of these stages, or of these names, that no visitor has looked at in a role that may open them."""
    looked = visitors[0].gallery.looked
    left = {
        (role, name)
        for name, pattern in pages_of_the_product()
        for role in roles_of(pattern)
        if {name, name.partition(":")[0]} & {*stages} and (role, name) not in looked and name not in NO_PAGES
    }
    actions = {name for name in {name for _role, name in left} if is_action(name, visitors)}
    return {(role, name) for role, name in left if name not in actions}


def is_action(name: str, visitors: Sequence[Visitor]) -> bool:
    """Whether the running product refuses to GET it, for whoever may POST it."""
    pattern = dict(pages_of_the_product())[name]
    path = reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, 0))
    gets = (one.page.request.get(f"{one.gallery.url}{path}", max_redirects=0) for one in visitors)
    return any(answer.status == METHOD_NOT_ALLOWED for answer in gets)
