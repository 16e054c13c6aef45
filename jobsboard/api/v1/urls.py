"""Version 1."""

from django.urls import path

from jobsboard.api.v1 import views

urlpatterns = [
    path("postings", views.PostingList.as_view(), name="postings"),
    path("postings/<int:pk>", views.PostingDetail.as_view(), name="posting"),
    path("match", views.MatchView.as_view(), name="match"),
]
