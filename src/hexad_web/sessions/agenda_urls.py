from django.urls import path

from hexad_web.sessions.views import agendas

urlpatterns = [
    path("agendas/", agendas.agendas, name="agendas"),
    path("agendas/length/", agendas.set_length, name="set_length"),
    path("agendas/choose/", agendas.choose, name="choose_agendas"),
    path("agendas/import/", agendas.take_file, name="import_agenda"),
    path("agendas/ours/<slug:agenda_name>/", agendas.ours, name="our_agenda"),
    path("agendas/ours/<slug:agenda_name>/copy/", agendas.copy, name="copy_agenda"),
    path("agendas/<int:agenda_id>/", agendas.agenda, name="agenda"),
    path("agendas/<int:agenda_id>/run/", agendas.run, name="agenda_run"),
    path("agendas/<int:agenda_id>/file/", agendas.file, name="agenda_file"),
    path("agendas/<int:agenda_id>/publish/", agendas.publish, name="publish_agenda"),
    path("agendas/<int:agenda_id>/retire/", agendas.retire, name="retire_agenda"),
    path("agendas/<int:agenda_id>/take-back/", agendas.take_back, name="take_back_agenda"),
]
