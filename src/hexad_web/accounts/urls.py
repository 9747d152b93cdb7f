from django.urls import path

from hexad_web.accounts.views import administration, own, signing_in

app_name = "accounts"
urlpatterns = [
    path("login/", signing_in.login, name="login"),
    path("login/code/", signing_in.code, name="code"),
    path("login/password/", signing_in.password, name="password"),
    path("in/<str:token>/", signing_in.sign_in, name="sign_in"),
    path("logout/", signing_in.logout, name="logout"),
    path("switch/", own.switch, name="switch"),
    path("profile/", own.profile, name="profile"),
    path("profile/password/", own.set_password, name="set_password"),
    path("organisation/", administration.organisation, name="organisation"),
    path("members/", administration.members, name="members"),
    path("members/<int:membership_id>/take/", administration.take_role, name="take_role"),
    path("audit/", administration.audit, name="audit"),
]
