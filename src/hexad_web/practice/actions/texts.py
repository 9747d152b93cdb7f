"""Writing and replacing private texts in the group's space; a row holds the id of one at most."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.http import Http404

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, into which group's space, and when."""

    actor: Actor
    group: Group
    now: datetime

    def put(self, row: Model, field: str, text: str, *, only_author: bool = True) -> None:
        """Point ``row.field`` at a new text, or at none where it is empty; the old one is deleted for good."""
        before = getattr(row, field, None) if getattr(row, f"{field}_id") else None
        if before is not None and private_text.read(actor=self.actor, private=before) == text:
            return
        setattr(row, field, self._written(text, only_author) if text.strip() else None)
        if row.pk:
            row.save(update_fields=[field])
        if before is not None:
            before.delete()

    def wipe(self, row: Model, *fields: str) -> None:
        for field in fields:
            self.put(row, field, "")

    def _written(self, text: str, only_author: bool) -> Model:
        space = self.group.private_space
        if space is None:  # the database refuses a published group without one
            raise Http404
        return private_text.write(actor=self.actor, space=space, text=text, now=self.now, only_author=only_author)
