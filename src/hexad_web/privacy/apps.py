from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "hexad_web.privacy"
    default_auto_field = "django.db.models.BigAutoField"
