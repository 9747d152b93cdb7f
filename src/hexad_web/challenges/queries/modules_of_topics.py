"""The module that fits a topic, as the owner's pages name it."""

from dataclasses import dataclass

from hexad_web.accounts.models import Organisation
from hexad_web.challenges.queries.shelf import modules_of


@dataclass(frozen=True, slots=True)
class Suggested:
    id: str
    title: str
    language: str


def suggested(organisation: Organisation) -> dict[str, Suggested]:
    """By id."""
    return {module.id: Suggested(module.id, module.title, module.language) for module in modules_of(organisation)}
