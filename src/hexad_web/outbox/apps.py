from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "hexad_web.outbox"
    default_auto_field = "django.db.models.BigAutoField"
