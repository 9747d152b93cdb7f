from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "hexad_web.frontend"
    default_auto_field = "django.db.models.BigAutoField"
