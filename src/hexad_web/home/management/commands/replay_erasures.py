from django.core.management.base import BaseCommand
from django.utils import timezone

from hexad_web.privacy.actions import erasing


class Command(BaseCommand):
    help = "After a restore of PostgreSQL: erase again whoever the ledger of erasures names"

    def handle(self, **options: object) -> None:
        self.stdout.write(f"Erased again: {erasing.replay(now=timezone.now())}")
