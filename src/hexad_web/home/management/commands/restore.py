from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hexad_web.home import backups


class Command(BaseCommand):
    help = "Put a backup in the place of the database, and erase again whoever was erased since"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            restored = backups.restore(file, now=timezone.now(), say=self.stdout.write)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if restored.put_aside:
            self.stdout.write(f"What was here before: {restored.put_aside}")
        self.stdout.write(f"Erased again: {restored.erased}")
