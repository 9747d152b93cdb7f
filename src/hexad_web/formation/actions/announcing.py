"""The mails that tell members who is in their group: when it is new, and when it changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.accounts.models import Organisation
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.frontend.mail import MailTexts, Reader, render_mail
from hexad_web.outbox.actions import composed, queue_composed, queue_mails
from hexad_web.outbox.rendering import Mail
from hexad_web.people.models import Person

GROUPS_AT_ONCE = 10  # sixty mails: a transaction must not hold the database longer


def announce_some(*, now: datetime, run: Run | None = None) -> int:
    """Queue the mails of up to ten groups that were published and not yet announced; returns how many groups."""
    waiting = Group.objects.filter(state=Group.State.PUBLISHED, announced_at=None)
    if run is not None:
        waiting = waiting.filter(run=run)
    first = waiting.order_by("run", "number").select_related("organisation").first()
    if first is None:
        return 0
    groups = list(waiting.filter(run=first.run_id).order_by("number")[:GROUPS_AT_ONCE])
    seats = GroupMember.objects.filter(group__in=groups, is_active=True).select_related("person__user", "group")
    writer = _Writer(first.organisation, list(seats))
    # Composed before anything is locked; a second worker queues the same keys, which the outbox knows already.
    mails = [writer.mail(seat) for seat in writer.seats]
    letters = composed(organisation=first.organisation, mails=mails, now=now)
    with transaction.atomic():
        queue_composed(letters)
        return Group.objects.filter(pk__in=[group.pk for group in groups]).update(announced_at=now)


def announce_mending(*, run: Run, now: datetime) -> None:
    """Tell everybody whose group changed, once each."""
    came = {person: to for person, *_home, to in (*run.result["moved"], *run.result["joined"])}
    homes = [home for _person, home, _to in run.result["moved"]]
    touched = {*came.values(), *homes} - set(run.result["dissolved"])
    seats = GroupMember.objects.filter(group__in=touched, is_active=True).select_related("person__user", "group")
    writer = _Writer(run.organisation, list(seats))
    changes = _Changes(came, homes_of={person: home for person, home, _to in run.result["moved"]})
    letters = [writer.mail(seat, changes, run=run.pk) for seat in writer.seats]
    waiting = Person.objects.filter(pk__in=run.result["waiting"], organisation=run.organisation)
    parted = GroupMember.objects.filter(group__in=run.result["dissolved"], left_at=now).values("person")
    letters += [writer.parting(person, run=run.pk) for person in waiting.filter(pk__in=parted).select_related("user")]
    queue_mails(organisation=run.organisation, mails=letters, now=now)


class _Changes:
    """Who came into which group and who moved on from which, by primary key."""

    def __init__(self, came: Mapping[int, int], homes_of: Mapping[int, int]) -> None:
        people = Person.objects.in_bulk([*came, *homes_of])
        self.new = set(came)
        self.came: dict[int, list[Person]] = defaultdict(list)
        self.went: dict[int, list[Person]] = defaultdict(list)
        for person, group in came.items():
            self.came[group].append(people[person])
        for person, group in homes_of.items():
            self.went[group].append(people[person])


class _Writer:
    """Members of one group who read one language get the same text: it is rendered once."""

    def __init__(self, organisation: Organisation, seats: Sequence[GroupMember]) -> None:
        self.organisation, self.seats = organisation, seats
        self.members: dict[int, list[Person]] = defaultdict(list)
        self.texts: dict[tuple[int, str, str], tuple[str, MailTexts]] = {}
        for seat in sorted(seats, key=lambda seat: seat.person.name.casefold()):
            self.members[seat.group_id].append(seat.person)

    def mail(self, seat: GroupMember, changes: "_Changes | None" = None, *, run: int | None = None) -> Mail:
        """``changes``: of a mending; who stays reads what changed, who came reads the whole group."""
        language = _language_of(seat.person)
        stays = changes is not None and seat.person_id not in changes.new
        template = "formation/mail/changed" if stays else "formation/mail/group"
        if (seat.group_id, language, template) not in self.texts:
            self.texts[seat.group_id, language, template] = self._render(seat, language, template, changes)
        subject, texts = self.texts[seat.group_id, language, template]
        event = "group" if run is None else f"mending.{run}"
        return _mail(seat.person, subject, texts, key=f"formation.{event}.{seat.group_id}.{seat.person_id}")

    def parting(self, person: Person, *, run: int) -> Mail:
        """To a member of a group that closed, for whom no other one has a place yet."""
        language = _language_of(person)
        with translation.override(language):
            context = {"organisation": self.organisation}
            texts = render_mail("formation/mail/parting", context, reader=Reader(language=language))
            return _mail(person, _("Your group ends"), texts, key=f"formation.mending.{run}.parting.{person.pk}")

    def _render(
        self, seat: GroupMember, language: str, template: str, changes: "_Changes | None"
    ) -> tuple[str, MailTexts]:
        topic = seat.group.topic
        context = {
            "organisation": self.organisation,
            "topic": topic,
            "members": self.members[seat.group_id],
            "came": changes.came[seat.group_id] if changes else [],
            "went": changes.went[seat.group_id] if changes else [],
            "link": settings.BASE_URL + reverse("formation:group", args=[seat.group_id]),
        }
        with translation.override(language):
            if template == "formation/mail/changed":
                subject = _("Your group changes: %(topic)s") % {"topic": topic} if topic else _("Your group changes")
            else:
                subject = _("Your group: %(topic)s") % {"topic": topic} if topic else _("Your group")
            return subject, render_mail(template, context, reader=Reader(language=language))


def _language_of(person: Person) -> str:
    return (person.user and person.user.language) or settings.LANGUAGE_CODE


def _mail(person: Person, subject: str, texts: MailTexts, *, key: str) -> Mail:
    return Mail(to=person.email, subject=subject, text=texts.text, html=texts.html, kind="formation.group", key=key)
