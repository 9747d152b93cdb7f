from django.apps import AppConfig


class EconomicsConfig(AppConfig):
    name = "hexad_web.economics"
    default_auto_field = "django.db.models.BigAutoField"
