"""The turned clock of a running product, and how to turn it."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class TurnedClock:
    """``settings`` go into the product's environment."""

    file: Path

    @property
    def settings(self) -> dict[str, str]:
        path = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
        return {"PYTHONPATH": path, "JOURNEY_CLOCK": str(self.file)}

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))

    def turn_to(self, moment: datetime) -> None:
        """Replace the file as a whole, so that nobody reads half a number."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        fresh.replace(self.file)

    def pass_by(self, **lengths: float) -> None:
        self.turn_to(self.now() + timedelta(**lengths))
