"""The module that fits a topic, as the owner's pages name it."""

from dataclasses import dataclass
from functools import lru_cache

from hexad.challenges.module import load_modules


@dataclass(frozen=True, slots=True)
class Suggested:
    id: str
    title: str


@lru_cache(maxsize=1)
def suggested() -> dict[str, Suggested]:
    """By id."""
    return {module.id: Suggested(module.id, module.title) for module in load_modules()}
