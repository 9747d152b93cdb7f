from django.db import models

from hexad_web.accounts.models import OrganisationModel


class Assumptions(OrganisationModel):
    """What an organisation puts in the place of the defaults; a closed period keeps a copy of its own."""

    values = models.JSONField(default=dict)  # by key of hexad.economics, amounts in ``currency``; only what was given
    currency = models.CharField(max_length=3, default="USD")
    usd_rate = models.FloatField(null=True)  # what one US dollar costs; null: every amount was given
    saved_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_set_of_assumptions")]

    def __str__(self) -> str:
        return f"assumptions in {self.currency}"
