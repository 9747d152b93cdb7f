"""The design system page alone: it is otherwise routed in development only, and it must not need any other app."""

from django.urls import include, path

urlpatterns = [path("design/", include("hexad_web.frontend.urls"))]
