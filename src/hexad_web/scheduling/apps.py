from django.apps import AppConfig
from django.core import checks


class SchedulingConfig(AppConfig):
    name = "hexad_web.scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hexad_web.scheduling.checks import check_replies

        checks.register(check_replies)
