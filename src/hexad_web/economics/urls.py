from django.urls import path

from hexad_web.economics.views import calculator

app_name = "economics"
urlpatterns = [path("", calculator.calculator, name="calculator")]
