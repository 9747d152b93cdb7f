"""The product's addresses and one more: a page for signed-in people that does nothing, to compare the others with."""

from django.http import HttpResponse
from django.urls import path

from hexad_web.accounts.access import ActorRequest, requires
from hexad_web.config.urls import urlpatterns as of_the_product

BARE = "/bare-view-of-the-benchmark/"


@requires()
def bare(_request: ActorRequest) -> HttpResponse:
    """Answer as soon as session, user and role are known."""
    return HttpResponse("ok")


urlpatterns = [*of_the_product, path(BARE.lstrip("/"), bare)]
