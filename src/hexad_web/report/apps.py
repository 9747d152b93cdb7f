from django.apps import AppConfig


class ReportConfig(AppConfig):
    name = "hexad_web.report"
    default_auto_field = "django.db.models.BigAutoField"
