from django.urls import path

from jobsboard.portals.counselor import views

app_name = "counselor"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/jobs/<int:posting_pk>/", views.recommend_job, name="recommend_job"),
    path("people/<int:pk>/courses/<int:course_pk>/", views.recommend_course, name="recommend_course"),
]
