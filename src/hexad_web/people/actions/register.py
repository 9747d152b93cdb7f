"""The version of the list of people: whoever changes the list has looked at the version that it changes."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from hexad_web.accounts.models import Organisation
from hexad_web.people.models import Register


class ListChangedError(ValidationError):
    """Somebody else changed the list of people in between."""

    def __init__(self) -> None:
        super().__init__(_("The list of people changed meanwhile. Look at the new counts, then import."))


def advance(organisation: Organisation, *, based_on: int | None = None) -> int:
    """Count one change. The update locks the row, so that a second import waits and then finds the version gone."""
    Register.objects.get_or_create(organisation=organisation)
    register = Register.objects.filter(organisation=organisation)
    if based_on is not None:
        register = register.filter(version=based_on)
    if not register.update(version=F("version") + 1):
        raise ListChangedError
    return Register.objects.get(organisation=organisation).version
