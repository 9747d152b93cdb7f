from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand
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
        actions.create_organisation(name=name, owner_email=owner, time_zone=zone, now=now)
        user = User.objects.get(email=owner.strip().lower())
        self.stdout.write(actions.make_sign_in_link(user, now, LINK_LIVES).url)
