"""Calendars as a second, independent library understands them: ical.js, which knows no zone but those in the file."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
OWN_NODE = ROOT / ".tools" / "node" / "bin" / "node"
READER = Path(__file__).with_name("read_calendar.mjs")


def read_by_ical_js(calendars: Sequence[bytes]) -> list[dict[str, Any]]:
    """What each says, in order; in a zone far from every meeting, so that no local time helps."""
    node = str(OWN_NODE) if OWN_NODE.exists() else shutil.which("node")
    assert node, "Node is missing. Remedy: scripts/setup.sh dev."
    done = subprocess.run(
        [node, READER],
        input=json.dumps([calendar.decode() for calendar in calendars]),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"TZ": "Pacific/Auckland"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
