"""The mail that tells each member of a new group: who is in it, what it is about, what comes next."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.accounts.models import Organisation
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.frontend.mail import MailTexts, Reader, render_mail
from hexad_web.outbox.actions import queue_mails
from hexad_web.outbox.rendering import Mail
from hexad_web.people.models import Person

GROUPS_AT_ONCE = 50  # rendering 300 mails takes a second or two; a transaction must not hold the database longer


@transaction.atomic
def announce_some(*, now: datetime, run: Run | None = None) -> int:
    """Queue the mails of up to fifty groups that were published and not yet announced; returns how many groups."""
    waiting = Group.objects.filter(state=Group.State.PUBLISHED, announced_at=None)
    if run is not None:
        waiting = waiting.filter(run=run)
    first = waiting.order_by("run", "number").select_related("organisation").first()
    if first is None:
        return 0
    groups = list(waiting.filter(run=first.run_id).order_by("number")[:GROUPS_AT_ONCE])
    seats = GroupMember.objects.filter(group__in=groups, is_active=True).select_related("person__user", "group")
    writer = _Writer(first.organisation, list(seats))
    # A second worker queues the same keys, which the outbox knows already.
    queue_mails(organisation=first.organisation, mails=[writer.mail(seat) for seat in writer.seats], now=now)
    return Group.objects.filter(pk__in=[group.pk for group in groups]).update(announced_at=now)


class _Writer:
    """Members of one group who read one language get the same text: it is rendered once."""

    def __init__(self, organisation: Organisation, seats: Sequence[GroupMember]) -> None:
        self.organisation, self.seats = organisation, seats
        self.members: dict[int, list[Person]] = defaultdict(list)
        self.texts: dict[tuple[int, str], tuple[str, MailTexts]] = {}
        for seat in sorted(seats, key=lambda seat: seat.person.name.casefold()):
            self.members[seat.group_id].append(seat.person)

    def mail(self, seat: GroupMember) -> Mail:
        user = seat.person.user
        language = (user and user.language) or settings.LANGUAGE_CODE
        if (seat.group_id, language) not in self.texts:
            self.texts[seat.group_id, language] = self._render(seat, language)
        subject, texts = self.texts[seat.group_id, language]
        return Mail(
            to=seat.person.email,
            subject=subject,
            text=texts.text,
            html=texts.html,
            kind="formation.group",
            key=f"formation.group.{seat.group_id}.{seat.person_id}",
        )

    def _render(self, seat: GroupMember, language: str) -> tuple[str, MailTexts]:
        topic = seat.group.topic
        context = {
            "organisation": self.organisation,
            "topic": topic,
            "members": self.members[seat.group_id],
            "link": settings.BASE_URL + reverse("formation:group", args=[seat.group_id]),
        }
        with translation.override(language):
            subject = _("Your group: %(topic)s") % {"topic": topic} if topic else _("Your group")
            return subject, render_mail("formation/mail/group", context, reader=Reader(language=language))
