from django.db import models
from django.db.models import Q

from hexad_web.accounts.models import OrganisationModel


class Erasure(OrganisationModel):
    """Somebody's wish to be erased: carried out after a week, until then taken back with one tap."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["done_at", "due_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(done_at=None, taken_back_at=None), name="one_open_erasure_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"erasure of person {self.person_id}"
