from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "hexad_web.scheduling"
    default_auto_field = "django.db.models.BigAutoField"
