"""Addresses of the public pages."""

from django.urls import path

from jobsboard.portals.public import jobs, notices, sign_in, views

urlpatterns = [
    path("", views.home, name="home"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/suggest/", jobs.suggest, name="suggest"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("courses/", views.course_list, name="courses"),
    path("courses/listed/", views.listed_course_list, name="listed_courses"),
    path("courses/<int:pk>/", views.course, name="course"),
    path("stations/", views.station_list, name="stations"),
    path("stations/<int:pk>/", views.station, name="station"),
    path("about/ranking/", views.ranking, name="ranking"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("notices/", notices.notices, name="notices"),
    path("sign-in/", sign_in.ask_for_code, name="sign_in"),
    path("sign-in/code/", sign_in.enter_code, name="sign_in_code"),
    path("sign-in/slip/", sign_in.enter_slip, name="sign_in_slip"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("start/", sign_in.start, name="start"),
    path("start/role/", sign_in.switch_role, name="switch_role"),
]
