"""Which agenda a session goes by, and what the owner's pages of agendas show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _

from hexad.sessions.agenda import AGENDAS, Agenda, load
from hexad_web.accounts.access import Actor
from hexad_web.frontend import moments
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.queries.lengths import length_of
from hexad_web.sessions import access
from hexad_web.sessions.agenda_forms import ChoicesForm, FileForm, LengthForm
from hexad_web.sessions.models import AgendaChoice, AgendaKind, AgendaVersion, OwnAgenda

OURS: Mapping[str, tuple[str, ...]] = {
    AgendaKind.ENGAGE: ("engage", "engage-several"),
    AgendaKind.EXPLORE: ("explore", "explore-60"),
    AgendaKind.REFLECT: ("reflect", "reflect-60"),
    AgendaKind.FOLLOW_UP: ("follow-up",),
}
SEVERAL = "engage-several"
OF_LENGTH = (AgendaKind.EXPLORE, AgendaKind.REFLECT)  # theirs has to be the programme's
MINUTE = timedelta(minutes=1)
Offered = dict[str, list[tuple[str, str]]]  # by kind: key and words


def kind_of(meeting_kind: str) -> AgendaKind:
    follow_ups = (Meeting.Kind.FOLLOW_3, Meeting.Kind.FOLLOW_6)
    return AgendaKind.FOLLOW_UP if meeting_kind in follow_ups else AgendaKind(meeting_kind)


@lru_cache
def ours(name: str) -> Agenda:
    return load(name)


class Shelf:
    """Agendas for meetings, with each choice of an owner read once."""

    def __init__(self) -> None:
        self._chosen: dict[tuple[int, str], Agenda | None] = {}

    def agenda_for(self, meeting: Meeting) -> Agenda:
        """The owner's choice where it is as long as the meeting; else ours that is nearest."""
        kind, minutes = kind_of(meeting.kind), round((meeting.end - meeting.start) / MINUTE)
        chosen = self.chosen(meeting.organisation_id, kind)
        if chosen is not None and (kind not in OF_LENGTH or chosen.minutes == minutes):
            return chosen
        if kind == AgendaKind.ENGAGE:
            return ours(SEVERAL if _meets_with_others(meeting) else "engage")
        return min((ours(name) for name in OURS[kind]), key=lambda one: abs(one.minutes - minutes))

    def chosen(self, organisation_id: int, kind: str) -> Agenda | None:
        place = (organisation_id, kind)
        if place not in self._chosen:
            self._chosen[place] = _chosen(organisation_id, kind)
        return self._chosen[place]


def agenda_for(meeting: Meeting) -> Agenda:
    return Shelf().agenda_for(meeting)


def _meets_with_others(meeting: Meeting) -> bool:
    """Whether another group is still in the same get-together."""
    same = Meeting.objects.filter(together=meeting.together, state__in=Meeting.LIVE).exclude(pk=meeting.pk)
    return bool(meeting.together) and same.exists()


def _chosen(organisation_id: int, kind: str) -> Agenda | None:
    choice = AgendaChoice.objects.filter(organisation=organisation_id, kind=kind).first()
    if choice is None:
        return None
    if choice.own_id is None:
        return ours(choice.name) if choice.name in AGENDAS else None
    version = AgendaVersion.objects.filter(agenda=choice.own_id, agenda__retired_at=None).last()
    return Agenda.from_json(version.content) if version else None


def said(text: object) -> str:
    """In the reader's language where it is one of our texts; what is no text is shown as it stands."""
    return _(text) if isinstance(text, str) and text else "" if text in (None, "") else str(text)


def title_of(agenda: OwnAgenda) -> str:
    return said(agenda.draft.get("title")) or _("No title")


@dataclass(frozen=True, slots=True)
class OurRow:
    name: str
    title: str
    kind: str
    minutes: str
    steps: int


@dataclass(frozen=True, slots=True)
class OwnRow:
    agenda: OwnAgenda
    title: str
    state: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class AgendasPage:
    length_form: LengthForm
    choices_form: ChoicesForm
    file_form: FileForm
    ours: Sequence[OurRow] = ()
    own: Sequence[OwnRow] = ()
    retired: Sequence[OwnRow] = field(default=())


def agendas_page(
    actor: Actor,
    *,
    length_form: LengthForm | None = None,
    choices_form: ChoicesForm | None = None,
    file_form: FileForm | None = None,
) -> AgendasPage:
    own = _own_rows(actor)
    minutes = round(length_of(actor.organisation.pk) / MINUTE)
    return AgendasPage(
        length_form=length_form or LengthForm(initial={"minutes": minutes}),
        choices_form=choices_form or blank_choices(actor),
        file_form=file_form or FileForm(),
        ours=list(_our_rows()),
        own=[row for row in own if row.agenda.retired_at is None],
        retired=[row for row in own if row.agenda.retired_at is not None],
    )


def blank_choices(actor: Actor) -> ChoicesForm:
    found = offered(actor)
    form = ChoicesForm(offered=found)
    form.initial = current_choices(actor, found)
    return form


def offered(actor: Actor) -> Offered:
    """By kind: ours and the published own ones, of the programme's length where the kind has one."""
    minutes = round(length_of(actor.organisation.pk) / MINUTE)
    newest = _newest(actor)
    found: Offered = {}
    for kind in AgendaKind:
        agendas = [(name, ours(name)) for name in OURS[kind]]
        agendas += [(f"own-{version.agenda_id}", Agenda.from_json(version.content)) for version in newest.get(kind, ())]
        found[kind] = [
            (key, f"{said(one.title)}, {moments.duration_text(one.minutes)}")
            for key, one in agendas
            if kind not in OF_LENGTH or one.minutes == minutes
        ]
    return found


def _newest(actor: Actor) -> dict[str, list[AgendaVersion]]:
    """The last version of each own agenda that is not retired, by kind."""
    versions = AgendaVersion.objects.filter(organisation=actor.organisation, agenda__retired_at=None)
    newest = versions.order_by().values("agenda").annotate(last=Max("pk")).values("last")
    found: dict[str, list[AgendaVersion]] = {}
    for version in versions.filter(pk__in=newest).select_related("agenda"):
        found.setdefault(version.agenda.kind, []).append(version)
    return found


def current_choices(actor: Actor, found: Offered) -> dict[str, str]:
    """By kind the key of what is used: the owner's choice, else the first of ours."""
    chosen = {kind: rows[0][0] for kind, rows in found.items()}
    for choice in AgendaChoice.objects.filter(organisation=actor.organisation):
        key = choice.name or f"own-{choice.own_id}"
        if key in dict(found[choice.kind]):
            chosen[choice.kind] = key
    return chosen


def _our_rows() -> Iterator[OurRow]:
    for kind, names in OURS.items():
        for name in names:
            one = ours(name)
            title, minutes = said(one.title), moments.duration_text(one.minutes)
            yield OurRow(name, title, str(AgendaKind(kind).label), minutes, len(one.steps))


def _own_rows(actor: Actor) -> list[OwnRow]:
    numbers = AgendaVersion.objects.only("number", "agenda", "published_at")
    agendas = access.agendas_of(actor).prefetch_related(Prefetch("versions", queryset=numbers), "choices")
    return [OwnRow(one, title_of(one), state_text(one), bool(one.choices.all())) for one in agendas]


def state_text(agenda: OwnAgenda) -> str:
    """What is published of it, and whether the draft has gone on since."""
    versions = list(agenda.versions.all())
    if not versions:
        return _("Draft")
    last = versions[-1]
    if is_ahead(agenda.changed_at, last.published_at):
        return _("Version %(number)d, with changes that are not published") % {"number": last.number}
    return _("Version %(number)d") % {"number": last.number}


def is_ahead(changed_at: datetime, published_at: datetime) -> bool:
    return changed_at > published_at


def ours_by_name(name: str) -> Agenda | None:
    return ours(name) if name in AGENDAS else None
