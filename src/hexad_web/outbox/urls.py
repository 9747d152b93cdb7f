from django.urls import path

from hexad_web.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.outbox, name="list"),
    path("<int:message_id>/retry/", views.retry, name="retry"),
    path("<int:message_id>/seen/", views.seen, name="seen"),
]
