from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "jobsboard.courses"
    label = "courses"
    verbose_name = "课程"
    default_auto_field = "django.db.models.BigAutoField"
