from django.apps import AppConfig


class JobseekersConfig(AppConfig):
    name = "jobsboard.jobseekers"
    label = "jobseekers"
    verbose_name = "退役军人"
    default_auto_field = "django.db.models.BigAutoField"
