from django.urls import path

from hexad_web.report.views import obstacles, periods

app_name = "report"
urlpatterns = [
    path("obstacles/", obstacles.obstacles, name="obstacles"),
    path("obstacles/<int:obstacle_id>/", obstacles.obstacle, name="obstacle"),
    path("obstacles/<int:obstacle_id>/read/", obstacles.read, name="read_obstacle"),
    path("answers/", obstacles.answers, name="answers"),
    path("", periods.periods, name="periods"),
    path("close/", periods.close, name="close"),
    path("<int:period_id>/", periods.board, name="board"),
    path("<int:period_id>/report.pdf", periods.pdf, name="pdf"),
    path("<int:period_id>/snapshot.json", periods.snapshot, name="snapshot"),
    path("<int:period_id>/figures.csv", periods.figures, name="figures"),
]
