"""What CalDAV says in XML: our questions, and answers read within bounds. Answers are untrusted.

No document type is let in, so nothing in an answer can grow; elements are counted while they come, and attributes,
which say nothing that we need, are dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import (  # without document types there is nothing that could grow
    Element,
    ParseError,
    SubElement,
    TreeBuilder,
    XMLParser,
    register_namespace,
    tostring,
)

DAV, CALDAV, SERVER = "DAV:", "urn:ietf:params:xml:ns:caldav", "http://calendarserver.org/ns/"
for prefix, namespace in (("d", DAV), ("c", CALDAV), ("s", SERVER)):
    register_namespace(prefix, namespace)
MOST_ELEMENTS = 250_000  # an entry has seven, and 10 MB hold thirty thousand
DEEPEST = 40


def name(namespace: str, local: str) -> str:
    return f"{{{namespace}}}{local}"


PRINCIPAL = name(DAV, "current-user-principal")
RESOURCE_TYPE = name(DAV, "resourcetype")
DISPLAY_NAME = name(DAV, "displayname")
SYNC_TOKEN = name(DAV, "sync-token")
CTAG = name(SERVER, "getctag")
HOMES = name(CALDAV, "calendar-home-set")
COMPONENTS = name(CALDAV, "supported-calendar-component-set")
CALENDAR_DATA = name(CALDAV, "calendar-data")
CALENDAR = name(CALDAV, "calendar")
HREF = name(DAV, "href")


class UnreadableAnswerError(Exception):
    """An answer that is no multistatus, or one that is larger or deeper than any server's."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One part of a multistatus: where it is, how it went, and the properties that were found."""

    href: str = field(repr=False)
    status: int
    found: dict[str, Element] = field(repr=False)

    def text(self, wanted: str) -> str:
        element = self.found.get(wanted)
        return (element.text or "").strip() if element is not None else ""

    def hrefs(self, wanted: str) -> list[str]:
        element = self.found.get(wanted)
        return [] if element is None else [(one.text or "").strip() for one in element.iter(HREF)]

    @property
    def is_calendar(self) -> bool:
        """A collection of entries; one that says that it holds only tasks or notes is none."""
        kinds, components = self.found.get(RESOURCE_TYPE), self.found.get(COMPONENTS)
        if kinds is None or kinds.find(CALENDAR) is None:
            return False
        return components is None or len(components) == 0 or "VEVENT" in components_of(components)


def components_of(element: Element) -> set[str]:
    return {(one.text or "").strip() for one in element}


def ask_for(*wanted: str) -> bytes:
    """The body of a PROPFIND."""
    root = Element(name(DAV, "propfind"))
    _properties(root, *wanted)
    return _written(root)


def entries_between(start: datetime, end: datetime) -> bytes:
    """The body of a REPORT for every entry that touches the time, whole, with its repetitions.

    Source: RFC 4791, section 7.8.
    """
    root = Element(name(CALDAV, "calendar-query"))
    _properties(root, CALENDAR_DATA)
    calendar = SubElement(SubElement(root, name(CALDAV, "filter")), name(CALDAV, "comp-filter"), name="VCALENDAR")
    event = SubElement(calendar, name(CALDAV, "comp-filter"), name="VEVENT")
    SubElement(event, name(CALDAV, "time-range"), start=f"{start:%Y%m%dT%H%M%SZ}", end=f"{end:%Y%m%dT%H%M%SZ}")
    return _written(root)


def _properties(root: Element, *wanted: str) -> None:
    properties = SubElement(root, name(DAV, "prop"))
    for one in wanted:
        SubElement(properties, one)


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


class _Bounded(TreeBuilder):
    """Builds a tree of so many elements and so deep. Of attributes only the name of a component is kept, as text."""

    def __init__(self) -> None:
        super().__init__()
        self.count = self.depth = 0

    def doctype(self, name: str, public: str | None, system: str | None, /) -> None:  # the parser's
        """Called before the first entity, which grow or read files and exist in a document type only."""
        raise UnreadableAnswerError

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.count, self.depth = self.count + 1, self.depth + 1
        if self.count > MOST_ELEMENTS or self.depth > DEEPEST:
            raise UnreadableAnswerError
        element = super().start(tag, {})
        if attrs.get("name"):
            self.data(attrs["name"])
        return element

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def resources(content: bytes) -> Iterator[Resource]:
    """Each part of a multistatus.

    Raises
    ------
    UnreadableAnswerError
        Where it is none.

    Source: RFC 4918, section 13.
    """
    parser = XMLParser(target=_Bounded())  # noqa: S314  # _Bounded lets in no document type
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError, AssertionError):
        raise UnreadableAnswerError from None
    if root.tag != name(DAV, "multistatus"):
        raise UnreadableAnswerError
    return (_resource(one) for one in root.iter(name(DAV, "response")))


def _resource(response: Element) -> Resource:
    found: dict[str, Element] = {}
    for part in response.iter(name(DAV, "propstat")):
        if _status(part) == 200:
            found.update({one.tag: one for properties in part.iter(name(DAV, "prop")) for one in properties})
    return Resource(response.findtext(HREF, "").strip(), _status(response), found)


def _status(element: Element) -> int:
    """The number in ``HTTP/1.1 200 OK``; nothing said is 200."""
    words = element.findtext(name(DAV, "status"), "").split()
    return int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() else 200


def entries_in(content: bytes) -> list[str]:
    """The entries of a REPORT's answer, each a calendar of its own.

    Raises
    ------
    UnreadableAnswerError
        Where the answer is none, or not whole: half a calendar must not pass for free time.
    """
    texts = []
    for one in resources(content):
        if CALENDAR_DATA in one.found:
            texts.append(one.found[CALENDAR_DATA].text or "")
        elif one.status != 404:  # one that was deleted meanwhile is no entry any more
            raise UnreadableAnswerError
    return texts
