from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "hexad_web.practice"
    default_auto_field = "django.db.models.BigAutoField"
