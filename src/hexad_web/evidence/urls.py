from django.urls import path

from hexad_web.evidence.views import panels

app_name = "evidence"
urlpatterns = [
    path("rating/<int:session_id>/", panels.self_rating, name="self_rating"),
    path("questions/<int:session_id>/", panels.five_questions, name="five_questions"),
]
