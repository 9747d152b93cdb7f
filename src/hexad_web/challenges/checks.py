"""What keeps the product from starting: a setting that cannot be followed, said before anybody waits for topics."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from hexad_web.challenges.queries import comparing


def check_matching(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    problem = comparing.what_is_missing()
    hint = "Or leave HEXAD_MATCHING out: words are compared then."
    return [Error(problem, hint=hint, id="hexad.E001")] if problem else []
