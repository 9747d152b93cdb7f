from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "hexad_web.home"
    default_auto_field = "django.db.models.BigAutoField"
