from django.urls import path

from jobsboard.portals.employer import uploads, views

app_name = "employer"
urlpatterns = [
    path("", views.home, name="home"),
    path("postings/new/", views.posting_new, name="posting_new"),
    path("postings/upload/", uploads.upload, name="upload"),
    path("postings/upload/confirm/", uploads.confirm, name="upload_confirm"),
    path("postings/upload/template.xlsx", uploads.template, name="upload_template"),
    path("postings/<int:pk>/", views.posting_edit, name="posting_edit"),
    path("postings/<int:pk>/submit/", views.posting_submit, name="posting_submit"),
    path("postings/<int:pk>/close/", views.posting_close, name="posting_close"),
    path("applications/", views.applications, name="applications"),
    path("applications/<int:pk>/", views.application, name="application"),
    path("applications/<int:pk>/<slug:name>/", views.application_act, name="application_act"),
]
