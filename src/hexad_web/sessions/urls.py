from django.urls import path

from hexad_web.sessions import agenda_urls, release_urls
from hexad_web.sessions.views import acting, on_paper, pages, stream

app_name = "sessions"
urlpatterns = [
    *agenda_urls.urlpatterns,
    *release_urls.urlpatterns,
    path("<int:session_id>/", pages.room, name="room"),
    path("<int:session_id>/screen/", pages.screen, name="screen"),
    path("<int:session_id>/stage/", pages.stage, name="stage"),
    path("<int:session_id>/agreement/", pages.agreement, name="agreement"),
    path("<int:session_id>/pack/", on_paper.print_pack, name="print_pack"),
    path("<int:session_id>/paper/", on_paper.paper, name="paper"),
    path("<int:session_id>/stream/", stream.stream, name="stream"),
    path("<int:session_id>/act/", acting.act, name="act"),
    path("<int:session_id>/cards/", acting.write, name="write"),
    path("<int:session_id>/cards/<int:card_id>/sort/", acting.sort, name="sort"),
    path("<int:session_id>/cards/<int:card_id>/remove/", acting.take_off, name="take_off"),
]
