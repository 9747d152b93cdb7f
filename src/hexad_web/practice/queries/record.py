"""The record of a session on one page: what it left to its group, and which technique each of them practises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from hexad.paper import Columns, Document, Foreign, Heading, Items, Paper, Quiet, Sheet, Words, typeset
from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.practice import access
from hexad_web.practice.access import Seat
from hexad_web.practice.models import Plan
from hexad_web.practice.queries import modules
from hexad_web.sessions.queries import telling
from hexad_web.sessions.queries.telling import Said, Told

PAPERS = {"a4": Paper.A4, "letter": Paper.LETTER}
Block = Heading | Words | Quiet | Items | Columns


@dataclass(frozen=True, slots=True)
class Record:
    told: Told
    plans: Sequence[Said]


def record(actor: Actor, session_id: int, now: datetime) -> Record:
    told = telling.told(actor, session_id, now)
    return Record(told, list(_plans(access.seat_in(actor, session_id))))


def _plans(seat: Seat) -> Iterator[Said]:
    module = modules.module_of(seat.session)
    titles = dict(modules.titles_of(module))
    for plan in sorted(access.shared_plans(seat), key=lambda plan: (plan.person.name.casefold(), plan.pk)):
        if module and plan.strategy in titles:
            yield Said(titles[plan.strategy], plan.person.name, module.language)
        elif words := _technique(seat.actor, plan):
            yield Said(words, plan.person.name)


def _technique(actor: Actor, plan: Plan) -> str:
    """Own words for it; the author's alone until the fifth question is answered with them."""
    private = plan.technique
    return private_text.read(actor=actor, private=private) if private and not private.only_author else ""


def record_pdf(actor: Actor, session_id: int, paper: str, now: datetime) -> bytes:
    if paper not in PAPERS:
        raise Http404
    return typeset(document(record(actor, session_id, now)), paper=PAPERS[paper], at=now)


def document(page: Record) -> Document:
    """One sheet, set smaller where a group has written much."""
    sheet = Sheet(title=page.told.title, below=page.told.when, blocks=tuple(_blocks(page)), is_one_page=True)
    return Document(
        title=page.told.title,
        author=page.told.session.organisation.name,
        sheets=(sheet,),
        footer=_("For the members of the group only."),
        page=_("Page {page} of {pages}"),
        language=translation.get_language() or "en",
        is_from_right=translation.get_language_bidi(),
    )


def _blocks(page: Record) -> Iterator[Block]:
    told = page.told
    yield Words(", ".join(told.there))
    yield Quiet(_facts(told))
    yield Heading(_("What we decided"))
    yield _list(told.decisions)
    yield Heading(_("Causes"))
    sides = ((_("Within our control"), told.inside), (_("Outside our control"), told.outside))
    yield Columns(tuple((Words(label), _list(rows)) for label, rows in sides))
    titles = (_("Not sorted yet"), _("What each will practise"), _("Takeaways"), _("Parked"))
    for title, rows in zip(titles, (told.unsorted, page.plans, told.takeaways, told.parked), strict=True):
        if rows:
            yield Heading(title)
            yield _list(rows)
    yield Heading(_("Next date"))
    yield Words(told.next_date or _("There is no date yet."))
    if told.next_facilitator:
        yield Words(_("%(name)s facilitates next.") % {"name": told.next_facilitator})


def _facts(told: Told) -> tuple[str | Foreign, ...]:
    facilitated = _("%(name)s facilitated.") % {"name": told.facilitator} if told.facilitator else ""
    facts = " · ".join(fact for fact in (facilitated, told.mode) if fact)
    if not told.module:
        return (facts,)
    before, _title, after = _("Module: %(title)s").partition("%(title)s")
    return (f"{facts} · {before}", Foreign(told.module.title, told.module.language), after)


def _list(rows: Sequence[Said]) -> Items | Quiet:
    if not rows:
        return Quiet(_("Nothing noted."))
    return Items(tuple(_one(row) for row in rows))


def _one(row: Said) -> tuple[str | Foreign, ...]:
    said = Foreign(row.text, row.language) if row.language else row.text
    return (f"{row.name}: ", said) if row.name else (said,)
