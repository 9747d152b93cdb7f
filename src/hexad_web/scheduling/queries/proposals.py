"""Proposals to move meetings, for one reader: in the own zone, with what the reader can do; nobody else's word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import GroupMember
from hexad_web.scheduling import access, proposal_mails
from hexad_web.scheduling.models import Meeting, MoveConsent, Proposal
from hexad_web.scheduling.queries.members import zones_for
from hexad_web.scheduling.times import LocalTime, elsewhere


@dataclass(frozen=True, slots=True)
class MoveLine:
    text: str
    elsewhere: Sequence[LocalTime] = ()


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """``has_agreed``: the reader's own word; how many others agreed is said to nobody."""

    proposal: Proposal
    title: str
    lead: str
    moves: Sequence[MoveLine]
    stuck: Sequence[tuple[int, str]] = ()
    can_accept: bool = False
    can_agree: bool = False
    has_agreed: bool = False


def open_proposals(actor: Actor, zone: str) -> list[ProposalRow]:
    """What waits for the reader's word: the owner's all, a member's own group's."""
    rows = list(access.proposals_of(actor).order_by("created_at", "pk"))
    if not rows:
        return []
    keys = {key for row in rows for key in (*(move["meeting"] for move in row.moves), *row.stuck)}
    meetings = Meeting.objects.select_related("group").in_bulk(keys)
    agreed = set(MoveConsent.objects.filter(person__user=actor.user).values_list("proposal", flat=True))
    zones = _zones({row.group_id for row in rows})
    return [_row(row, meetings, zones.get(row.group_id, set()), row.pk in agreed, actor, zone) for row in rows]


def _zones(groups: set[int]) -> dict[int, set[str]]:
    seats = list(GroupMember.objects.filter(group__in=groups, is_active=True).select_related("person"))
    zones = zones_for([seat.person for seat in seats])
    found: dict[int, set[str]] = {}
    for seat in seats:
        found.setdefault(seat.group_id, set()).add(zones[seat.person_id])
    return found


def _row(
    row: Proposal, meetings: Mapping[int, Meeting], zones: set[str], has_agreed: bool, actor: Actor, zone: str
) -> ProposalRow:
    near, moves = row.is_near, [move for move in row.moves if move["meeting"] in meetings]
    return ProposalRow(
        proposal=row,
        title=str(row.group),
        lead=proposal_mails.lead_of(row),
        moves=[_line(meetings[move["meeting"]], move, zones, zone) for move in moves],
        stuck=[(key, proposal_mails.stuck_line(meetings[key], zone)) for key in row.stuck if key in meetings],
        can_accept=bool(moves) and (actor.is_owner or not near),
        can_agree=bool(moves) and near and not actor.is_owner and not has_agreed,
        has_agreed=has_agreed,
    )


def _line(meeting: Meeting, move: Mapping[str, object], zones: set[str], zone: str) -> MoveLine:
    start = datetime.fromisoformat(str(move["start"]))
    end = start + (meeting.end - meeting.start)
    return MoveLine(proposal_mails.line_of(meeting, move, zone), elsewhere(start, end, zones, zone))
