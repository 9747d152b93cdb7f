from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hexad_web.home import backups


class Command(BaseCommand):
    help = "Write one file with everything but the key of private text; the product may run meanwhile"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: hexad-DATE-TIME.tar.gz here")

    def handle(self, *, file: Path | None, **options: object) -> None:
        now = timezone.now()
        try:
            target = backups.backup(file or Path(backups.default_name(now)), now=now)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Written: {target} ({target.stat().st_size:,} bytes)")
        self.stdout.write(
            f"Keep {Path(settings.DATA_DIR) / 'secret-key'} in another place: without it nobody reads private text."
        )
