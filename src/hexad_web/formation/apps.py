from django.apps import AppConfig


class FormationConfig(AppConfig):
    name = "hexad_web.formation"
    default_auto_field = "django.db.models.BigAutoField"
