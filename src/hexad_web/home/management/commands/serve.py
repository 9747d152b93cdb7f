import hashlib
import os
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlparse

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hexad_web.accounts.models import Organisation
from hexad_web.home import demo, serving


class Command(BaseCommand):
    help = "Run everything: database brought up to date, web server, worker"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=urlparse(settings.BASE_URL).port or 8000)
        parser.add_argument("--demo", action="store_true", help="load the invented organisation, print sign-in links")

    def handle(self, *, host: str, port: int, **options: object) -> None:
        if not serving.is_free(host, port):
            raise CommandError(f"Port {port} is in use. Choose another: hexad-web serve --port {port + 1}")
        use_address_of(port)
        call_command("migrate", verbosity=0, interactive=False)
        collect_static_files()
        lines = [f"Hexad answers at {settings.BASE_URL}", *self.first_steps(is_demo=bool(options["demo"]))]
        serving.run(host=host, port=port, announce=lambda: self.say(lines))

    def first_steps(self, *, is_demo: bool) -> Iterator[str]:
        """How to get in, and where mail goes."""
        now = timezone.now()
        if is_demo:
            demo.load(now=now, say=self.stdout.write)
            yield from (f"  {role}: {address}" for role, address in demo.sign_in_links(now=now))
        elif not Organisation.objects.exists():
            yield 'Nobody is here yet. Begin with: hexad-web create_organisation "Your firm" --owner you@your.firm'
        if not settings.EMAIL_HOST:
            yield f"No mail server is set (HEXAD_SMTP_URL): mails are written to {settings.EMAIL_FILE_PATH}"

    def say(self, lines: list[str]) -> None:
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def use_address_of(port: int) -> None:
    """Without a setting, links in mails lead to the port that was chosen here; the worker inherits it."""
    if "HEXAD_BASE_URL" not in os.environ:
        settings.BASE_URL = os.environ["HEXAD_BASE_URL"] = f"http://localhost:{port}"


def collect_static_files() -> None:
    """Collect only what a build or an upgrade has changed: a second start has to be quick."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    built = fingerprint(static_files())
    if not settings.DEBUG and (not stamp.exists() or stamp.read_text() != built):
        # clear: what is there already may be newer than the file of an upgrade, and would then be kept.
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(built)


def static_files() -> Iterator[Path]:
    """Ours and those of the packages: an upgrade of one of them has to be collected as well."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def fingerprint(files: Iterable[Path]) -> str:
    sizes = "\n".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(files))
    return hashlib.sha256(sizes.encode()).hexdigest()
