from django.urls import URLPattern, path

from hexad_web.frontend import views

app_name = "design"
urlpatterns: list[URLPattern] = [path("", views.design, name="design")]
