"""Icons inlined from what the build collected; nothing third-party is kept in the repository."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

DRAWINGS = Path(__file__).parent / "dist" / "icons.json"
# A checkout under development draws icons that the last build has not collected yet.
PACKAGE_ICONS = Path(__file__).parents[3] / "node_modules" / "lucide-static" / "icons"


@lru_cache(maxsize=2)
def drawings(_changed_at: float) -> dict[str, str]:
    found: dict[str, str] = json.loads(DRAWINGS.read_text())["drawings"]
    return found


def drawing_in_package(name: str) -> str:
    path = PACKAGE_ICONS / f"{name}.svg"
    if not path.exists():
        return ""
    return path.read_text().split(">", 2)[2].removesuffix("\n").removesuffix("</svg>")


def drawing_of(name: str) -> str:
    collected = drawings(DRAWINGS.stat().st_mtime) if DRAWINGS.exists() else {}
    return collected.get(name) or (drawing_in_package(name) if settings.DEBUG else "")


def icon_svg(name: str, label: str = "") -> SafeString:
    """A 20 px drawing; hidden from assistive technology unless ``label`` makes it stand for a word."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" {} focusable="false">{}</svg>',
        spoken,
        mark_safe(drawing_of(name)),  # noqa: S308  # drawn by our own build from lucide-static
    )
