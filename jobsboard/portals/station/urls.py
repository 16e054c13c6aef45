from django.urls import path

from jobsboard.portals.station import views

app_name = "station"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/", views.people, name="people"),
    path("people/new/", views.register, name="register"),
    path("people/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("people/<int:pk>/slip/", views.slip, name="slip"),
    path("jobs/", views.jobs, name="jobs"),
    path("courses/", views.courses, name="courses"),
]
