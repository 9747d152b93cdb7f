from django.apps import AppConfig
from django.core import checks


class ChallengesConfig(AppConfig):
    name = "hexad_web.challenges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hexad_web.challenges.checks import check_matching

        checks.register(check_matching)
