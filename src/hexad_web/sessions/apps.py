from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "hexad_web.sessions"
    default_auto_field = "django.db.models.BigAutoField"
    label = "learning"  # Django has a "sessions" of its own
