"""The product for the benchmarks that need it: embedded, on a database of its own that is thrown away afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

SETTINGS = "hexad_web.config.settings"
# Whatever is set for a real organisation must not reach a benchmark.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "HEXAD_TASK_QUEUE", "HEXAD_SMTP_URL", "HEXAD_DEBUG", "HEXAD_BASE_URL")


@contextmanager
def product() -> Iterator[None]:
    """Set Django up with the settings of a real installation: SQLite, collected static files, no debugging."""
    with TemporaryDirectory(prefix="hexad-benchmark-") as folder:
        for name in FOREIGN:
            os.environ.pop(name, None)
        os.environ |= {"HEXAD_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": SETTINGS, "HEXAD_LOG_LEVEL": "ERROR"}
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        try:
            yield
        finally:
            connections.close_all()
