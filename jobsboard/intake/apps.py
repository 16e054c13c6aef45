from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "jobsboard.intake"
    label = "intake"
    verbose_name = "导入"
