from django.urls import path

from hexad_web.sessions import release_urls
from hexad_web.sessions.views import acting, pages, stream

app_name = "sessions"
urlpatterns = [
    *release_urls.urlpatterns,
    path("<int:session_id>/", pages.room, name="room"),
    path("<int:session_id>/screen/", pages.screen, name="screen"),
    path("<int:session_id>/stage/", pages.stage, name="stage"),
    path("<int:session_id>/agreement/", pages.agreement, name="agreement"),
    path("<int:session_id>/stream/", stream.stream, name="stream"),
    path("<int:session_id>/act/", acting.act, name="act"),
    path("<int:session_id>/cards/", acting.write, name="write"),
    path("<int:session_id>/cards/<int:card_id>/sort/", acting.sort, name="sort"),
]
