from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    name = "hexad_web.availability"
    default_auto_field = "django.db.models.BigAutoField"
