"""Sessions ahead take over what the owner changed about agendas, as long as nobody has begun with them."""

from datetime import datetime, timedelta

from hexad_web.sessions import waking
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import agendas

SETTLED_BEFORE = timedelta(hours=1)  # whoever looks at the agenda on the way to a session finds the same in the room


def follow_agendas(now: datetime) -> None:
    """A planned session without an event or a card goes by the newest agenda of its kind, until an hour before."""
    ahead = Session.objects.filter(
        state=Session.State.PLANNED, events_count=0, starts_at__gt=now + SETTLED_BEFORE, cards=None
    )
    shelf = agendas.Shelf()
    for session in ahead.select_related("meeting"):
        agenda = shelf.agenda_for(session.meeting)
        if (session.agenda.get("id"), session.agenda.get("version")) != (agenda.id, agenda.version):
            Session.objects.filter(pk=session.pk, events_count=0).update(agenda=agenda.as_json())
            waking.room_changed(session.pk)
