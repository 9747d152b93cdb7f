from django.urls import path

from hexad_web.people.views import answering, importing, listing, person, uploading

app_name = "people"
urlpatterns = [
    path("", listing.people, name="list"),
    path("export/", listing.export, name="export"),
    path("invite/", listing.invite, name="invite"),
    path("remind/", listing.remind, name="remind"),
    path("import/", uploading.import_new, name="import_new"),
    path("import/<int:import_id>/", importing.preview, name="import_preview"),
    path("import/<int:import_id>/progress/", importing.progress, name="import_progress"),
    path("import/<int:import_id>/columns/", importing.columns, name="import_columns"),
    path("import/<int:import_id>/confirm/", importing.confirm, name="import_confirm"),
    path("import/<int:import_id>/undo/", importing.undo, name="import_undo"),
    path("import/<int:import_id>/discard/", importing.discard, name="import_discard"),
    path("import/<int:import_id>/missing/", importing.missing, name="import_missing"),
    path("import/<int:import_id>/problems.csv", importing.problem_rows, name="import_problem_rows"),
    path("<int:person_id>/", person.person, name="person"),
    path("<int:person_id>/invite/", person.invite, name="person_invite"),
    path("<int:person_id>/left/", person.left, name="person_left"),
    path("<int:person_id>/back/", person.back, name="person_back"),
    path("join/<str:token>/", answering.join, name="join"),
    path("me/", answering.me, name="me"),
]
