"""Which modules were used in a period, and which stories left their groups in it."""

from datetime import datetime

from hexad_web.accounts.models import Organisation
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Release, Session


def modules_in(organisation: Organisation, start: datetime, end: datetime) -> dict[int, str]:
    """The module of each meeting whose explore session took place."""
    held = Session.objects.filter(
        organisation=organisation,
        state=Session.State.HELD,
        kind=Meeting.Kind.EXPLORE,
        starts_at__gte=start,
        starts_at__lt=end,
    )
    return dict(held.exclude(module="").values_list("meeting", "module"))


def stories_in(organisation: Organisation, start: datetime, end: datetime) -> list[Release]:
    """Stories that their authors released in the period and have not withdrawn."""
    released = Release.objects.filter(
        organisation=organisation,
        kind=Release.Kind.STORY,
        state=Release.State.RELEASED,
        released_at__gte=start,
        released_at__lt=end,
    )
    # In no order that tells when, or in which group.
    return sorted(released, key=lambda release: release.text)
