from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hexad_web.accounts.models import OrganisationModel


class Response(OrganisationModel):
    """One person's answer to one item of one session. Nobody reads a single answer; figures come from many."""

    class Measure(models.TextChoices):
        RATING = "rating", _("Self-rating")
        QUESTIONS = "questions", _("Five questions")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("learning.Session", on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    item = models.CharField(max_length=20)
    value = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "session", "measure", "item"], name="one_response_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.item} in session {self.session_id}"


class Study(OrganisationModel):
    """A rollout as an experiment: groups begin in waves, in an order that was drawn. Frozen, it never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being planned")
        FROZEN = "frozen", _("frozen")

    class Scale(models.TextChoices):
        COMMUNICATION = "communication", _("Communication")
        CONFLICT = "conflict", _("Conflict")
        COLLABORATION = "collaboration", _("Collaboration")

    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    scale = models.CharField(max_length=16, choices=Scale.choices, default=Scale.COMMUNICATION)
    first_date = models.DateField()
    weeks = models.PositiveSmallIntegerField(default=8)  # from one wave to the next
    waves = models.PositiveSmallIntegerField(default=2)
    seed = models.PositiveBigIntegerField()
    draws = models.PositiveSmallIntegerField(default=1)  # how often an order was drawn; it stands in the plan
    imbalance = models.FloatField(default=0)
    usual_imbalance = models.FloatField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    plan_text = models.TextField(blank=True)
    plan_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="one_study_an_organisation"),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(frozen_at__isnull=False) & ~Q(plan_hash="")),
                name="frozen_study_has_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"study of {self.scale}"

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN


class StudyGroup(OrganisationModel):
    """The wave in which a group begins, from 0 on."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="groups")
    group = models.ForeignKey("formation.Group", on_delete=models.CASCADE, related_name="+")
    wave = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group"], name="one_study_a_group")]

    def __str__(self) -> str:
        return f"group {self.group_id} in wave {self.wave}"
