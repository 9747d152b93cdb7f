"""Addresses of what leaves a group; the app's urls.py has them among its own."""

from django.urls import path

from hexad_web.sessions.views import releasing

urlpatterns = [
    path("releases/", releasing.releases, name="releases"),
    path("releases/new/<slug:kind>/", releasing.propose, name="propose"),
    path("releases/<int:release_id>/", releasing.release, name="release"),
    path("releases/<int:release_id>/answer/", releasing.answer, name="answer_release"),
    path("releases/<int:release_id>/withdraw/", releasing.withdraw, name="withdraw_release"),
    path("<int:session_id>/catch-up/", releasing.catch_up, name="catch_up"),
    path("<int:session_id>/catch-up/read/", releasing.read_brief, name="read_brief"),
]
