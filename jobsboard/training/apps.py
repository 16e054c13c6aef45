from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "jobsboard.training"
    label = "training"
    verbose_name = "培训"
    default_auto_field = "django.db.models.BigAutoField"
