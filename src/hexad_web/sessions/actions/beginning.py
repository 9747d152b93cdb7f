"""A session begins: its row says so to lists and mails, and from then on its cycle keeps the module."""

from datetime import datetime

from django.db import connection

from hexad_web.accounts.models import Organisation
from hexad_web.accounts.prepared import Prepared, PreparedUpdate
from hexad_web.formation.models import Group
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import cycle_module
from hexad_web.sessions.queries.known import Known, plan_of

COLUMNS = (  # in the order of the model
    "id",
    "organisation_id",
    "group_id",
    "cycle",
    "kind",
    "rota",
    "module",
    "module_version",
    "starts_at",
    "ends_at",
    "started_at",
)
_row = Prepared(lambda session_id: Session.objects.filter(pk=session_id).values_list(*COLUMNS, "group__topic"))
_begun = PreparedUpdate(Session, "started_at", "state", "module", "module_version")
_kept = PreparedUpdate(Session, "module", "module_version")


def begin_as_known(session: Session, organisation: Organisation, person_id: int, at: datetime, known: Known) -> bool:
    """Begin with the Start that was added just now to this locked row, where what is known is all that there is.

    False where it is not, or where the room would not begin with it: then nothing was done, and its events tell.
    """
    if known.count != session.events_count or known.at > at or not known.state.begins_with(str(person_id), at):
        return False
    row, topic = _read(session.pk, organisation)
    if row.started_at is not None or plan_of(row) != known.plan:
        return False
    row.group = Group.from_db(connection.alias, ("id", "topic"), (row.group_id, topic))
    begin(row, at)
    return True


def _read(session_id: int, organisation: Organisation) -> tuple[Session, str]:
    ((*values, topic),) = _row(session_id)
    row = Session.from_db(connection.alias, COLUMNS, values)
    row.organisation = organisation
    return row, topic


def begin(session: Session, started_at: datetime) -> None:
    module = cycle_module.module_of(session)
    kept = (module.id, module.version) if module is not None else (session.module, session.module_version)
    _begun(session.pk, started_at, Session.State.RUNNING, *kept)


def keep_module(session: Session) -> None:
    """From now on the cycle goes by this version of its module: plans name its strategies."""
    module = cycle_module.module_of(session)
    if module is not None:
        _kept(session.pk, module.id, module.version)
