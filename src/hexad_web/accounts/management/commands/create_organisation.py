from argparse import ArgumentParser
from datetime import timedelta
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from hexad_web.accounts import actions
from hexad_web.accounts.models import User

LINK_LIVES = timedelta(days=1)


class Command(BaseCommand):
    help = "Create an organisation whose first person owns and administers it, and print a sign-in link"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--owner", required=True, help="e-mail address")
        parser.add_argument("--zone", default="UTC", help="time zone, such as Europe/Berlin")

    def handle(self, *, name: str, owner: str, zone: str, **options: object) -> None:
        now = timezone.now()
        address = owner.strip().lower()
        refuse_mistakes(name=name.strip(), address=address, zone=zone)
        actions.create_organisation(name=name.strip(), owner_email=address, time_zone=zone, now=now)
        user = User.objects.get(email=address)
        self.stdout.write(actions.make_sign_in_link(user, now, LINK_LIVES).url)


def refuse_mistakes(*, name: str, address: str, zone: str) -> None:
    """Before anything is written: with a wrong address nobody could ever sign in."""
    if not 0 < len(name) <= 200:
        raise CommandError("The name needs between 1 and 200 characters.")
    try:
        validate_email(address)
    except ValidationError:
        raise CommandError(f"{address!r} is not an e-mail address. Example: --owner ana@firm.com") from None
    if zone not in available_timezones():
        raise CommandError(f"{zone!r} is not a time zone. Example: --zone Europe/Berlin")
