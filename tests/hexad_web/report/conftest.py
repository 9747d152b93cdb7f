"""A closed period of Northwind Works, a hundred and twenty managers asked."""

from datetime import UTC, date, datetime

import pytest
from benchmarks.lived import Lived

from hexad_web.accounts.access import Actor
from hexad_web.report.actions.closing import Wanted, close_period
from hexad_web.report.models import Period
from hexad_web.sessions.models import Release

BEGINS, LAST = date(2027, 1, 4), date(2027, 6, 30)
CLOSED_AT = datetime(2027, 7, 2, 8, tzinfo=UTC)
STORY = "I gave the weekly numbers away. The first week they were wrong, and he saw it himself."
OBSTACLE = "Approvals take three weeks, whatever the amount."


@pytest.fixture
def closed(owner: Actor) -> Period:
    lived = Lived(owner.organisation, BEGINS)
    groups = lived.groups(lived.people(120))
    lived.cycle(groups, 28)
    lived.release(groups[0], Release.Kind.STORY, STORY, 40)
    lived.release(groups[1], Release.Kind.OBSTACLE, OBSTACLE, 40)
    wanted = Wanted(name="First half of 2027", start_date=BEGINS, last_date=LAST, threshold=8)
    return close_period(actor=owner, wanted=wanted, now=CLOSED_AT)
