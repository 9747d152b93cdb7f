from django.urls import URLPattern, path, re_path

from hexad_web.formation.views import groups, mending, moving, policy, results, runs, tradeoff

app_name = "formation"
urlpatterns: list[URLPattern] = [
    path("policy/", policy.policy, name="policy"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/stop/", runs.stop, name="stop"),
    path("runs/<int:run_id>/soften/", runs.soften, name="soften"),
    path("runs/<int:run_id>/result/", results.result, name="result"),
    path("runs/<int:run_id>/groups/<int:number>/", results.explain, name="explain"),
    path("runs/<int:run_id>/publish/", results.publish_run, name="publish"),
    re_path(r"^runs/(?P<run_id>[0-9]+)/groups\.(?P<kind>csv|json)$", results.export, name="export"),
    path("runs/<int:run_id>/move/<int:seat_id>/", moving.move, name="move"),
    path("runs/<int:run_id>/drop/", moving.drop, name="drop"),
    path("runs/<int:run_id>/undo/", moving.undo, name="undo"),
    path("mend/", mending.mend, name="mend"),
    path("runs/<int:run_id>/mending/", mending.proposal, name="mending"),
    path("tradeoff/", tradeoff.start, name="start_tradeoff"),
    path("runs/<int:run_id>/tradeoff/", tradeoff.tradeoff, name="tradeoff"),
    path("compare/", results.compare, name="compare"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<int:group_id>/", groups.group, name="group"),
    path("my-group/", groups.my_group, name="my_group"),
]
