from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "hexad_web.evidence"
    default_auto_field = "django.db.models.BigAutoField"
