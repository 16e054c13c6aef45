from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "jobsboard.applications"
    label = "applications"
    verbose_name = "投递与录用"
    default_auto_field = "django.db.models.BigAutoField"
