"""``hexad-web``: Django's commands and the product's own (serve, worker, load_demo)."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hexad_web.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["hexad-web", *sys.argv[1:]])


if __name__ == "__main__":
    main()
