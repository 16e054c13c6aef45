from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "jobsboard.demo"
    label = "demo"
    verbose_name = "演示"
