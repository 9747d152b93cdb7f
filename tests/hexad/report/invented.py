"""A closed period of an invented organisation."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hexad.report.snapshot import (
    Assumption,
    Cut,
    Figure,
    ModuleUse,
    Obstacle,
    Period,
    Snapshot,
    State,
    Story,
)

HIDDEN = Figure(state=State.HIDDEN)
STORY = "I gave the weekly numbers away. The first week they were wrong, and he saw it himself on the Friday."


def snapshot(**changes: Any) -> Snapshot:  # noqa: ANN401  # whatever a field takes
    return replace(FIRST_HALF, **changes)


FIRST_HALF = Snapshot(
    organisation="Nordlicht Foods",
    period=Period(name="First half", start_date=date(2026, 1, 1), end_date=date(2026, 7, 1)),
    closed_at=datetime(2026, 7, 1, 8, tzinfo=UTC),
    version="0.1.0",
    currency="EUR",
    threshold=8,
    scale=(1, 7),
    figures={
        "hours": Figure(value=642),
        "cost": Figure(value=61234),
        "cost_cash": Figure(value=6234),
        "saving_with_time": Figure(value=0.7959),
        "saving_low": Figure(value=0.58),
        "saving_high": Figure(value=0.86),
        "dose": Figure(value=0.375),
        "joined_share": Figure(value=0.85, base=120),
        "offered": Figure(value=120),
        "joined": Figure(value=102, base=120),
        "declined": HIDDEN,
        "held": Figure(value=38),
        "missed": HIDDEN,
        "before": Figure(value=3.44, base=64),
        "after": Figure(value=4.58, base=64),
        "kept": Figure(value=0.71, base=64),
    },
    cuts=(
        Cut(figure="joined", part="Sales", value=Figure(value=23, base=27)),
        Cut(figure="joined", part="Logistics", value=HIDDEN),
    ),
    modules=(ModuleUse(title="Delegation that sticks", sessions=Figure(value=12)),),
    obstacles=(
        Obstacle(
            text="Approvals take three weeks, whatever the amount.",
            month="2026-03",
            choice="will_do",
            reply="Limits go up.",
            by_date=date(2026, 9, 1),
        ),
        Obstacle(text="Nobody knows who decides on travel.", month="2026-05"),
    ),
    stories=(Story(text=STORY, topic="Delegation"),),
    assumptions=(Assumption(label="Loaded wage of a manager", value=83.61, unit="an hour", is_money=True),),
    unknown=("no_comparison", "not_due_6"),
)
