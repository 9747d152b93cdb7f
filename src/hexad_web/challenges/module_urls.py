from django.urls import path

from hexad_web.challenges.views import module_files, modules, own_modules

urlpatterns = [
    path("modules/", modules.modules, name="modules"),
    path("modules/<slug:name>/", modules.module, name="module"),
    path("import-module/", module_files.import_module, name="import_module"),
    path("own-modules/", own_modules.own_modules, name="own_modules"),
    path("own-modules/<slug:name>/", own_modules.own_module, name="own_module"),
    path("own-modules/<slug:name>/edit/<slug:part>/", own_modules.module_part, name="module_part"),
    path("own-modules/<slug:name>/preview/", own_modules.module_preview, name="module_preview"),
    path("own-modules/<slug:name>/versions/", own_modules.module_versions, name="module_versions"),
    path("own-modules/<slug:name>/export/", module_files.export_module, name="export_module"),
]
