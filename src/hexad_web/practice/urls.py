from django.urls import path

from hexad_web.practice.views import asked, mine, panels, revision

app_name = "practice"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("log/", mine.log, name="log"),
    path("journal/", mine.add_note, name="add_note"),
    path("journal/<int:entry_id>/", mine.note, name="note"),
    path("journal/<int:entry_id>/delete/", mine.delete_note, name="delete_note"),
    path("journal/<int:entry_id>/restore/", mine.restore_note, name="restore_note"),
    path("answers/<int:check_id>/read/", mine.buddy_read, name="buddy_read"),
    path("panels/plan/<int:session_id>/", panels.plan, name="plan_panel"),
    path("panels/report/<int:session_id>/", panels.report, name="report_panel"),
    path("panels/preview/<int:session_id>/", panels.preview, name="report_preview"),
    path("revision/", revision.revision, name="revision"),
    path("buddy/<str:token>/", asked.buddy, name="buddy"),
    path("follow-up/<str:token>/", asked.follow_up, name="follow_up"),
]
