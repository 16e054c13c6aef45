from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "jobsboard.casework"
    label = "casework"
    verbose_name = "服务台账"
    default_auto_field = "django.db.models.BigAutoField"
