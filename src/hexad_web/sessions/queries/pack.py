"""The print pack: everything a group needs that meets without screens, as a document. It holds nobody's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad.challenges.module import Module
from hexad.paper import Columns, Document, Heading, Items, Lines, Paper, Quiet, Sheet, Table, Words, typeset
from hexad.sessions.agenda import PartKind, Step
from hexad.sessions.on_paper import PlannedStep, plan_on_paper
from hexad_web.accounts.access import Actor
from hexad_web.challenges.queries.on_paper import blocks_of
from hexad_web.frontend import moments
from hexad_web.people.models import Person
from hexad_web.scheduling.models import Attendance
from hexad_web.sessions import access, agreement_words
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import cycle_module, pages, rooms

PAPERS = {"a4": Paper.A4, "letter": Paper.LETTER}
Block = Heading | Words | Quiet | Items | Table | Lines | Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pack:
    """What all sheets are made of. ``zone``: of the place where the group meets."""

    session: Session
    title: str
    zone: str
    members: Sequence[Person]
    present: int
    steps: Sequence[PlannedStep]
    module: Module | None

    @property
    def names(self) -> dict[str, str]:
        return {str(person.pk): person.name for person in self.members}


def pack_pdf(actor: Actor, session_id: int, paper: str, now: datetime) -> bytes:
    if paper not in PAPERS:
        raise Http404
    return typeset(pack(actor, session_id, now), paper=PAPERS[paper], at=now)


def pack(actor: Actor, session_id: int, now: datetime) -> Document:
    """Agenda, script, sheets to write on, and the module: in the reader's language, by the clock of the place."""
    session = access.session_of(actor, session_id)
    access.member_of(actor, session)
    found = _read(session)
    sheets = [_agenda(found), _script(found), *_own_sheets(found), *_shared_sheets(found), *_module(found)]
    return Document(
        title=found.title,
        author=session.organisation.name,
        sheets=tuple(sheets),
        footer=_("For the members of the group only."),
        page=_("Page {page} of {pages}"),
        language=translation.get_language() or "en",
        is_from_right=translation.get_language_bidi(),
    )


def _read(session: Session) -> _Pack:
    members = rooms.members_of(session)
    keys = [str(person.pk) for person in members]
    present = max(_expected(session), 1)
    span = (session.starts_at, session.ends_at)
    return _Pack(
        session=session,
        title=pages.title_of(session),
        zone=session.meeting.zone,
        members=members,
        present=present,
        steps=plan_on_paper(rooms.agenda_of(session), keys or ["nobody"], session.seed, span, present),
        module=cycle_module.module_of(session),
    )


def _expected(session: Session) -> int:
    """Who is invited and has not said that they cannot come; only the number is printed."""
    invited = Attendance.objects.filter(meeting=session.meeting_id, removed_at=None)
    return invited.exclude(answer=Attendance.Answer.DECLINED).count()


def _minutes(step: PlannedStep) -> int:
    return round((step.ends_at - step.starts_at).total_seconds() / 60)


def _clock(at: datetime, zone: str) -> str:
    return moments.clock_text(moments.local(at, zone)[0])


def _agenda(found: _Pack) -> Sheet:
    rows = [
        (_clock(one.starts_at, found.zone), _(one.step.title), str(_minutes(one)), _(one.step.prompt))
        for one in found.steps
    ]
    rota = [found.names[key] for key in found.session.rota if key in found.names]
    people = ngettext("Minutes for %(n)d member.", "Minutes for %(n)d members.", found.present) % {"n": found.present}
    return Sheet(
        title=found.title,
        below=moments.span_text(found.session.starts_at, found.session.ends_at, found.zone),
        is_one_page=True,
        blocks=(
            Table((_("Begins"), _("Step"), _("Minutes"), _("What you do")), tuple(rows), (1, 1.6, 1, 4)),
            Quiet(people),
            Heading(_("Who facilitates")),
            Words(_("%(name)s. If they cannot come, the next in this order:") % {"name": rota[0]} if rota else ""),
            Items(tuple(rota[1:]), is_numbered=True),
            Heading(_("Our agreement")),
            Items(tuple(str(point) for point in agreement_words.POINTS), is_numbered=True),
            Heading(_("Before and after, on your own phone")),
            Items(tuple(_on_phones())),
        ),
    )


def _on_phones() -> Iterator[str]:
    yield _("Before you begin: rate yourself. It is not on this paper, because nobody else should read it.")
    yield _("At the end: answer the five questions on your own phone, not on paper. Without one, do it afterwards.")
    yield _("Afterwards: one member says who was there, and everybody types in the own sheet. You have a week.")
    yield _("Take your sheets home, or tear them up. Nobody collects them.")


def _script(found: _Pack) -> Sheet:
    blocks: list[Block] = [Quiet(_("Read aloud what stands in quotation marks. Watch the time; nobody else has to."))]
    for one in found.steps:
        clock, title = _clock(one.starts_at, found.zone), _(one.step.title)
        blocks.append(Heading(f"{clock}  {title}"))
        if one.step.script:
            blocks.append(Words(_("“%(text)s”") % {"text": _(one.step.script)}))
        blocks.extend(Words(text) for text in _what_to_do(one.step))
        blocks.extend(_turns(found, order) for order in one.orders)
    return Sheet(title=_("For whoever facilitates"), blocks=tuple(blocks))


def _turns(found: _Pack, order: Sequence[str]) -> Words:
    names = ", ".join(found.names.get(key, "") for key in order)
    return Words(_("Turns: %(names)s. Drawn by lot; leave out who is not there.") % {"names": names})


def _what_to_do(step: Step) -> Iterator[str]:
    """What the room would do by itself."""
    kinds = [part.kind for part in step.parts]
    if PartKind.WRITE in kinds:
        yield _("Everybody writes alone first. Nobody reads aloud before all have put the pen down.")
    if PartKind.ROUND in kinds:
        yield _("One after the other, without comments. Everybody speaks before anybody speaks twice.")
    if PartKind.PAGES in kinds:
        yield _("The pages are at the end of this pack.")


def _own_sheets(found: _Pack) -> Iterator[Sheet]:
    """One for each member who is expected, without a name: whoever writes on it takes it along."""
    blocks, below = tuple(_own_blocks(found)), _("Only you. You type in what the group may read.")
    for _number in range(found.present):
        yield Sheet(title=_("My sheet"), below=below, blocks=blocks, is_one_page=True)


LINES = {"story": 8, "cause": 5, "takeaway": 3}


def _own_blocks(found: _Pack) -> Iterator[Block]:
    for one in found.steps:
        for part in one.step.parts:
            if part.kind is PartKind.WRITE:
                yield Heading(_(one.step.title))
                yield Lines(_(one.step.prompt), LINES.get(part.pad, 4))
            elif part.panel == "practice:plan_panel":
                yield Heading(_("My plan"))
                yield from (Lines(text, 2) for text in (_("When …"), _("I will …")))
                yield Lines(_("First occasion:"), 1)
            elif part.panel == "practice:report_panel":
                yield Heading(_("What I tried"))
                yield Lines(_("A few words: the situation, what you did, what came of it."), 5)


def _shared_sheets(found: _Pack) -> Iterator[Sheet]:
    """For the table: causes by what the group controls, and what it decided."""
    below = _("One sheet for all. Whoever facilitated types it in.")
    if any(part.sides for one in found.steps for part in one.step.parts):
        sides = ((Lines(_("Within our control"), 18),), (Lines(_("Outside our control"), 18),))
        yield Sheet(title=_("Causes"), below=below, blocks=(Columns(sides),))
    yield Sheet(
        title=_("What we decided"),
        below=below,
        blocks=(Lines("", 12), Lines(_("Next date"), 1), Lines(_("Facilitates next"), 1)),
    )


def _module(found: _Pack) -> Iterator[Sheet]:
    """In the module's own language; the card once for each would be waste: it is short enough to pass on."""
    module = found.module
    for document in module.documents if module else ():
        yield Sheet(title=document.title, blocks=blocks_of(document), language=module.language if module else "")
