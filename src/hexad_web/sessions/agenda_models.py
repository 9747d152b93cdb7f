from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel


class AgendaKind(models.TextChoices):
    """What an agenda is for; both follow-ups go by the same."""

    ENGAGE = "engage", _("Engage")
    EXPLORE = "explore", _("Explore")
    REFLECT = "reflect", _("Reflect")
    FOLLOW_UP = "follow-up", _("Follow-up")


class OwnAgenda(OrganisationModel):
    """An agenda that an owner writes. The draft changes with every press of a button; what is published never does."""

    kind = models.CharField(max_length=10, choices=AgendaKind.choices)
    draft = models.JSONField()  # as it was typed: it may hold what cannot be used yet
    before = models.JSONField(null=True)  # the draft before the last change, to go back to
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["organisation", "kind"])]

    def __str__(self) -> str:
        return f"agenda {self.pk} for {self.kind}"


class AgendaVersion(OrganisationModel):
    """One published version, for ever as it is."""

    agenda = models.ForeignKey(OwnAgenda, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # as hexad.sessions.agenda writes it
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["agenda", "number"], name="one_agenda_version_a_number")]

    def __str__(self) -> str:
        return f"version {self.number} of agenda {self.agenda_id}"


class AgendaChoice(OrganisationModel):
    """Which agenda sessions of a kind go by: one of ours by its name, or the latest version of an own one."""

    kind = models.CharField(max_length=10, choices=AgendaKind.choices)
    name = models.CharField(max_length=40, blank=True)
    own = models.ForeignKey(OwnAgenda, on_delete=models.CASCADE, null=True, related_name="choices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="one_agenda_a_kind"),
            models.CheckConstraint(condition=Q(name="") ^ Q(own=None), name="ours_or_own"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name or self.own_id}"
