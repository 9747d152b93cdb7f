from django.db import models
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
