from django.apps import AppConfig


class PostingsConfig(AppConfig):
    name = "jobsboard.postings"
    label = "postings"
    verbose_name = "岗位"
    default_auto_field = "django.db.models.BigAutoField"
