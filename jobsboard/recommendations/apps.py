from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "jobsboard.recommendations"
    label = "recommendations"
    verbose_name = "推荐"
    default_auto_field = "django.db.models.BigAutoField"
