from django.urls import path

from hexad_web.privacy.views import mine

app_name = "privacy"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("my-data.zip", mine.export, name="export"),
    path("erase/", mine.erase, name="erase"),
    path("keep/", mine.keep, name="keep"),
]
