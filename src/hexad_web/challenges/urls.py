from django.urls import path

from hexad_web.challenges import module_urls
from hexad_web.challenges.views import intake, rivals, topics, voting

app_name = "challenges"
urlpatterns = [
    path("", topics.topics, name="list"),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("changes/<int:change_id>/undo/", topics.undo, name="undo"),
    path("new/", intake.write, {"page": "struggle"}, name="new"),
    path("give/", intake.write, {"page": "give"}, name="give"),
    path("want/", intake.write, {"page": "want"}, name="want"),
    path("similar/", intake.similar, name="similar"),
    path("mine/", intake.check, name="check"),
    path("finish/", intake.finish, name="finish"),
    path("rival/", rivals.rival, name="rival"),
    path("vote/", voting.vote, name="vote"),
    path("accept/", voting.accept, name="accept"),
    *module_urls.urlpatterns,
]
