from django.urls import path

from hexad_web.challenges.views import modules

urlpatterns = [
    path("modules/", modules.modules, name="modules"),
    path("modules/<slug:name>/", modules.module, name="module"),
]
