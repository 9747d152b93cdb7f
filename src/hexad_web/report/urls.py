from django.urls import path

from hexad_web.report.views import obstacles

app_name = "report"
urlpatterns = [
    path("obstacles/", obstacles.obstacles, name="obstacles"),
    path("obstacles/<int:obstacle_id>/", obstacles.obstacle, name="obstacle"),
    path("obstacles/<int:obstacle_id>/read/", obstacles.read, name="read_obstacle"),
    path("answers/", obstacles.answers, name="answers"),
]
