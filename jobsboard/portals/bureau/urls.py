from django.urls import path

from jobsboard.portals.bureau import courses, employers, imports, minimum_wages, reports, views

app_name = "bureau"
urlpatterns = [
    path("", views.home, name="home"),
    path("moderation/", views.moderation, name="moderation"),
    path("postings/<int:pk>/", views.posting, name="posting"),
    path("postings/<int:pk>/<slug:name>/", views.posting_act, name="posting_act"),
    path("courses/", courses.course_list, name="courses"),
    path("courses/<int:pk>/", courses.course, name="course"),
    path("courses/<int:pk>/<slug:name>/", courses.course_act, name="course_act"),
    path("minimum-wages/", minimum_wages.minimum_wages, name="minimum_wages"),
    path("minimum-wages/<int:pk>/<slug:name>/", minimum_wages.minimum_wage_act, name="minimum_wage_act"),
    path("employers/", employers.employer_list, name="employers"),
    path("employers/new/", employers.employer_new, name="employer_new"),
    path("employers/<int:pk>/", employers.employer, name="employer"),
    path("employers/<int:pk>/<slug:name>/", employers.employer_act, name="employer_act"),
    path("staff/", views.staff, name="staff"),
    path("staff/new/", views.staff_new, name="staff_new"),
    path("staff/<int:pk>/end/", views.staff_end, name="staff_end"),
    path("figures/", views.figures, name="figures"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("ingest/", imports.ingest, name="ingest"),
    path("ingest/<int:pk>/", imports.ingest_run, name="ingest_run"),
    path("ingest/<int:pk>.json", imports.ingest_run_json, name="ingest_run_json"),
    path("sources/", imports.sources, name="sources"),
    path("sources/<int:pk>/", imports.source_switch, name="source_switch"),
]
