from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "hexad_web.challenges"
    default_auto_field = "django.db.models.BigAutoField"
