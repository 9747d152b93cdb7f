from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hexad_web.home.urls")),
    path("accounts/", include("hexad_web.accounts.urls")),
    path("outbox/", include("hexad_web.outbox.urls")),
    path("people/", include("hexad_web.people.urls")),
    path("challenges/", include("hexad_web.challenges.urls")),
    path("availability/", include("hexad_web.availability.urls")),
    path("formation/", include("hexad_web.formation.urls")),
    path("scheduling/", include("hexad_web.scheduling.urls")),
    path("sessions/", include("hexad_web.sessions.urls")),
    path("sessions/", include("hexad_web.practice.record_urls")),
    path("practice/", include("hexad_web.practice.urls")),
    path("economics/", include("hexad_web.economics.urls")),
    path("evidence/", include("hexad_web.evidence.urls")),
    path("report/", include("hexad_web.report.urls")),
    path("privacy/", include("hexad_web.privacy.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("design/", include("hexad_web.frontend.urls"))]
