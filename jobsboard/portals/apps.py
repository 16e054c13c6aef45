from django.apps import AppConfig


class PortalsConfig(AppConfig):
    name = "jobsboard.portals"
    label = "portals"
    verbose_name = "页面"
