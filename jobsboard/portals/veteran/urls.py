"""Addresses of the veteran's pages."""

from django.urls import path

from jobsboard.portals.veteran.views import applying, counsel, matches, profile, reporting, saved

urlpatterns = [
    path("", matches.home, name="home"),
    path("profile/", profile.profile, name="profile"),
    path("jobs/<int:pk>/", matches.job, name="job"),
    path("jobs/<int:pk>/apply/", applying.apply, name="apply"),
    path("jobs/<int:pk>/save/", saved.save_job, name="save_job"),
    path("jobs/<int:pk>/report/", reporting.report, name="report"),
    path("saved/", saved.saved, name="saved"),
    path("applications/", applying.applications, name="applications"),
    path("applications/<int:pk>/withdraw/", applying.withdraw, name="withdraw"),
    path("recommendations/", counsel.recommendations, name="recommendations"),
    path("recommendations/<int:pk>/answer/", counsel.answer, name="answer"),
    path("ranking/", matches.ranking, name="ranking"),
]
