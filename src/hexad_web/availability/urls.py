from django.urls import URLPattern, path

from hexad_web.availability.views import calendars, connecting, hours, sites, week

app_name = "availability"
urlpatterns: list[URLPattern] = [
    path("", calendars.overview, name="overview"),
    path("health/", calendars.health, name="health"),
    path("holidays/", sites.sites, name="holidays"),
    path("holidays/site/", sites.site, name="site"),
    path("holidays/site/day/", sites.add_day, name="add_day"),
    path("holidays/site/day/switch/", sites.switch_day, name="switch_day"),
    path("hours/", hours.hours, name="hours"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/add/", calendars.add, name="add"),
    path("calendars/add/feed/", calendars.add_feed, name="add_feed"),
    path("calendars/add/file/", calendars.add_upload, name="add_upload"),
    path("calendars/add/account/", connecting.account, name="account"),
    path("calendars/add/account/calendars/", connecting.choose, name="choose_calendars"),
    path("calendars/week/", week.set_week, name="set_week"),
    path("calendars/week/stroke/", week.paint, name="paint"),
    path("calendars/week/undo/", week.undo, name="undo"),
    path("calendars/week/copy/", week.copy, name="copy"),
    path("calendars/<int:source_id>/", calendars.source, name="source"),
    path("calendars/<int:source_id>/read/", calendars.read, name="read"),
    path("calendars/<int:source_id>/remove/", calendars.remove, name="remove"),
    path("calendars/<int:source_id>/restore/", calendars.restore, name="restore"),
]
