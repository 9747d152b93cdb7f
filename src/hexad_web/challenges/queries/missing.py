"""Topics that somebody chose on a page which has grown old."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.models import Topic
from hexad_web.challenges.queries.accepted import where_it_went
from hexad_web.challenges.refusals import Refused


def refuse_missing(actor: Actor, wanted: Iterable[int]) -> None:
    """Say of the first topic that is gone where it went."""
    known = set(access.topics_of(actor).values_list("pk", flat=True))
    for topic_id in wanted:
        if topic_id not in known:
            raise Refused(gone_sentence(actor, topic_id))


def gone_sentence(actor: Actor, topic_id: int) -> str:
    """Topics of another organisation are as unknown as those that never were."""
    topics = {topic.pk: topic for topic in Topic.objects.filter(organisation=actor.organisation)}
    if topic_id not in topics:
        return _("A topic that you chose is gone. Choose again.")
    names = {"old": topics[topic_id].title, "new": where_it_went(topics[topic_id], topics).title}
    return _("“%(old)s” is now part of “%(new)s”. Choose again.") % names
