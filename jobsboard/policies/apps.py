from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "jobsboard.policies"
    label = "policies"
    verbose_name = "政策"
    default_auto_field = "django.db.models.BigAutoField"
