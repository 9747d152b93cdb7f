"""A result as files: CSV for a spreadsheet, JSON as ``hexad form --json`` prints it."""

import json
from typing import Any

from hexad.people.writing import write_rows
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.formation.queries.wording import say, say_all

COLUMNS = ["group", "name", "email", "department", "site", "topic", "can_meet", "why"]


def as_csv(run: Run) -> str:
    groups = {group.pk: group for group in Group.objects.filter(run=run)}
    why = {pk: say_all(group.reasons) for pk, group in groups.items()}
    seats = GroupMember.objects.filter(run=run).select_related("person").order_by("group__number", "person__name")
    rows = [_row(seat, groups[seat.group_id], why[seat.group_id]) for seat in seats]
    return write_rows([COLUMNS, *rows])


def _row(seat: GroupMember, group: Group, why: str) -> list[str]:
    person = seat.person
    can_meet = {True: "yes", False: "no", None: ""}[group.can_meet]
    return [str(group.number), person.name, person.email, person.department, person.site, group.topic, can_meet, why]


def as_json(run: Run) -> str:
    seats: dict[int, list[str]] = {}
    for group, email in (
        GroupMember.objects.filter(run=run).order_by("person__email").values_list("group", "person__email")
    ):
        seats.setdefault(group, []).append(email)
    answer = {
        "groups": [
            _group(group, seats.get(group.pk, [])) for group in Group.objects.filter(run=run).order_by("number")
        ],
        "objective": run.score,
        "bound": run.bound,
        "gap": run.gap,
        "can_meet": run.can_meet,
        "relaxed": run.result.get("relaxed", []),
        "waiting": run.result.get("waiting", []),
        "problems": run.result.get("problems", []),
        "seed": run.seed,
        "sweeps": run.result.get("sweeps"),
        "stopped": run.result.get("stopped"),
        "edited": run.revision > 0,
        "input_hash": run.input_hash,
        "version": run.version,
    }
    return json.dumps(answer, indent=1, ensure_ascii=False)


def _group(group: Group, members: list[str]) -> dict[str, Any]:
    return {
        "id": f"g{group.number}",
        "members": members,
        "topic": group.topic,
        "why": " ".join(say(reason) for reason in group.reasons),
        "score": group.score,
        "can_meet": group.can_meet,
        "by_rule": group.by_rule,
    }
