from django.urls import URLPattern, path

from hexad_web.scheduling.views import aftermath, feeds, meetings, members, places, planning

app_name = "scheduling"
urlpatterns: list[URLPattern] = [
    path("plan/", planning.plan, name="plan"),
    path("plan/<int:run_id>/send/", planning.send, name="send"),
    path("plan/groups/<int:plan_id>/", planning.group_plan, name="group_plan"),
    path("plan/groups/<int:plan_id>/ask/", planning.ask, name="ask"),
    path("plan/groups/<int:plan_id>/decide/", planning.decide, name="decide"),
    path("plan/groups/<int:plan_id>/allow/", planning.allow, name="allow"),
    path("plan/rhythm/", planning.rhythm, name="rhythm"),
    path("plan/ceiling/", planning.ceiling, name="ceiling"),
    path("places/", places.places, name="places"),
    path("places/link/", places.link, name="link"),
    path("places/link/give/", places.give_link, name="give_link"),
    path("places/rooms/<int:room_id>/remove/", places.remove_room, name="remove_room"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/move/", meetings.move, name="move"),
    path("meetings/<int:meeting_id>/place/", meetings.place, name="place"),
    path("meetings/<int:meeting_id>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<int:meeting_id>/new-date/", aftermath.new_date, name="new_date"),
    path("meetings/<int:meeting_id>/became/", aftermath.correct, name="correct"),
    path("proposals/<int:proposal_id>/", meetings.proposal, name="proposal"),
    path("mine/", members.my_sessions, name="my_sessions"),
    path("mine/calendar/", feeds.my_feed, name="my_feed"),
    path("mine/calendar/make/", feeds.make, name="make_feed"),
    path("mine/calendar/revoke/", feeds.revoke, name="revoke_feed"),
    path("mine/calendar/restore/", feeds.restore, name="restore_feed"),
    path("feed/<str:token>.ics", feeds.feed, name="feed"),
    path("answer/<str:token>/", members.answer, name="answer"),
    path("choose/<str:token>/", members.choose, name="choose"),
]
