"""Addresses below a session that practice answers: the record pulls what sessions must not know of."""

from django.urls import path

from hexad_web.practice.views import record

app_name = "record"
urlpatterns = [
    path("<int:session_id>/record/", record.record, name="record"),
    path("<int:session_id>/record.pdf", record.pdf, name="pdf"),
]
