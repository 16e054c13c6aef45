from django.urls import path

from jobsboard.portals.provider import views

app_name = "provider"
urlpatterns = [
    path("", views.home, name="home"),
    path("courses/<int:pk>/", views.course_edit, name="course_edit"),
    path("courses/<int:pk>/sessions/new/", views.session_new, name="session_new"),
]
