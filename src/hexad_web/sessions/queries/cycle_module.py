"""The learning module of a group's cycle: as it was when the cycle began, whatever is published since then."""

from hexad.challenges.module import Module
from hexad_web.challenges.queries.modules import module_for_topic
from hexad_web.challenges.queries.shelf import version_of
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session


def module_of(session: Session) -> Module | None:
    """What the session began with; else what its cycle's explore session began with; else what fits the topic now."""
    kept = (session.module, session.module_version) if session.module else _of_explore(session)
    if kept is not None:
        return version_of(session.organisation, *kept)
    return module_for_topic(session.organisation, session.group.topic)


def _of_explore(session: Session) -> tuple[str, int] | None:
    if session.kind == Meeting.Kind.EXPLORE:
        return None
    explored = Session.objects.filter(group=session.group_id, cycle=session.cycle, kind=Meeting.Kind.EXPLORE)
    begun = explored.exclude(module="").order_by("-starts_at")
    return begun.values_list("module", "module_version").first()
