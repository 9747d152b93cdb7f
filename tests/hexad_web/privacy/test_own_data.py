"""An export holds everything of one's own and nothing of others, and every model has its place in the catalogue."""

import csv
import io
import json
import zipfile

from django.apps import apps
from django.test import Client

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import PrivateText, User
from hexad_web.people.models import Person
from hexad_web.practice.actions import reporting
from hexad_web.privacy.catalogue import NOBODYS_OWN, OWN, texts_of
from hexad_web.privacy.queries.own_data import own_data
from tests.examples import NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.walks.world import World


def folder_of(client: Client) -> zipfile.ZipFile:
    answer = client.get("/privacy/my-data.zip")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_every_model_that_names_somebody_is_in_the_catalogue() -> None:
    names = {own.model for own in OWN} | set(NOBODYS_OWN)
    for model in apps.get_models():
        if model.__module__.startswith("hexad_web."):
            leads_to = {field.related_model for field in model._meta.get_fields() if field.concrete}
            assert not leads_to & {Person, User, PrivateText} or model._meta.label in names, model._meta.label


def test_every_private_text_of_an_own_row_is_exported() -> None:
    for own in OWN:
        left_out = {"draft"} if own.model == "learning.Release" else set()
        assert set(texts_of(apps.get_model(own.model))) - left_out <= set(own.fields), own.model


def test_what_somebody_wrote_is_in_their_folder_in_three_forms(world: World) -> None:
    actor = world.actors["participant"]
    reporting.add_note(actor=actor, text="=SUM(1) my own note", now=NOW)
    folder = folder_of(client_of(actor))
    data = json.loads(folder.read("data.json"))
    assert set(data) == {own.model for own in OWN}
    assert [row["statement"] for row in data["challenges.Challenge"]] == ["Topic of acme: meetings without an end"]
    assert data["practice.Plan"][0]["situation"] == "Topic of acme"
    assert "=SUM(1) my own note" in {row["text"] for row in data["practice.JournalEntry"]}
    assert data["people.Person"][0]["email"]
    assert data["scheduling.Attendance"]
    table = csv.DictReader(io.StringIO(folder.read("tables/practice.JournalEntry.csv").decode("utf-8-sig")))
    assert "'=SUM(1) my own note" in {row["text"] for row in table}
    assert "my own note" in folder.read("read-me.md").decode()


def test_nothing_of_others_is_in_it(world: World) -> None:
    actor = world.actors["participant"]
    text = json.dumps(own_data(actor), default=str)
    own = {person.email for person in Person.objects.filter(user=actor.user)}
    others = Person.objects.exclude(email__in=own)
    assert not [person.email for person in others if person.email in text]
    assert not [person.name for person in others if person.name in text]


def test_a_colleague_gets_their_own(world: World) -> None:
    mine, theirs = own_data(world.actors["participant"]), own_data(world.colleague)
    assert mine["challenges.Challenge"]
    assert not theirs["challenges.Challenge"]
    assert mine["people.Person"] != theirs["people.Person"]


def test_whoever_is_no_participant_gets_login_roles_and_acts(world: World) -> None:
    data = own_data(world.actors["owner"])
    assert data["accounts.User"][0]["email"] == world.actors["owner"].user.email  # type: ignore[union-attr]
    assert [row["role"] for row in data["accounts.Membership"]] == ["owner"]
    assert data["people.Person"] == []


def test_a_stranger_to_the_organisation_takes_nothing(world: World, owner: Actor) -> None:
    assert "acme" not in json.dumps(own_data(owner), default=str)
