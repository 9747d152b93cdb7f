from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hexad_web.home.urls")),
    path("accounts/", include("hexad_web.accounts.urls")),
    path("outbox/", include("hexad_web.outbox.urls")),
    path("people/", include("hexad_web.people.urls")),
    path("availability/", include("hexad_web.availability.urls")),
    path("formation/", include("hexad_web.formation.urls")),
    path("scheduling/", include("hexad_web.scheduling.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("design/", include("hexad_web.frontend.urls"))]
