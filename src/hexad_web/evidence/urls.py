from django.urls import path

from hexad_web.evidence.views import measuring, panels, results, returns, scales, silos, studies

app_name = "evidence"
urlpatterns = [
    path("", studies.study, name="study"),
    path("freeze/", studies.freeze, name="freeze"),
    path("discard/", studies.discard, name="discard"),
    path("plan.json", studies.plan, name="plan"),
    path("scales/", scales.scales, name="scales"),
    path("results/", results.results, name="results"),
    path("return/", returns.returns, name="returns"),
    path("return/add/", returns.add_return, name="add_return"),
    path("return/change/", returns.change_return, name="change_return"),
    path("silos/", silos.silos, name="silos"),
    path("silos/ask/", silos.ask, name="ask_ties"),
    path("silos/take-back/", silos.take_back, name="take_back_ties"),
    path("ties/", silos.ties, name="ties"),
    path("observers/", measuring.observers, name="observers"),
    path("own-sheet/", measuring.own_sheet, name="own_sheet"),
    path("observe/<str:token>/", measuring.observe, name="observe"),
    path("rating/<int:session_id>/", panels.self_rating, name="self_rating"),
    path("questions/<int:session_id>/", panels.five_questions, name="five_questions"),
]
