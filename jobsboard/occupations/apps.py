from django.apps import AppConfig


class OccupationsConfig(AppConfig):
    name = "jobsboard.occupations"
    label = "occupations"
    verbose_name = "职业与技能"
    default_auto_field = "django.db.models.BigAutoField"
