"""An organisation's own modules: versions that never change, in the place of ours, with everybody who reads modules."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad.challenges.module import load_modules
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.challenges.actions import editing_modules, grouping, publishing_modules
from hexad_web.challenges.models import ModuleVersion, OwnModule, Topic
from hexad_web.challenges.queries import modules, shelf
from hexad_web.challenges.refusals import Refused
from tests.examples import NOW
from tests.hexad_web.challenges.conftest import say
from tests.hexad_web.challenges.own import DELEGATION, OURS, PURPOSE, content, own_module, page_of, publish, write

pytestmark = pytest.mark.django_db


def offered(organisation: Organisation) -> dict[str, int]:
    return {one.id: one.version for one in shelf.modules_of(organisation)}


def test_an_organisation_that_changed_nothing_has_those_that_come_with_hexad(organisation: Organisation) -> None:
    assert shelf.modules_of(organisation) == load_modules()


def test_a_draft_is_read_by_nobody(owner: Actor, participant_client: Client) -> None:
    write(owner, purpose=PURPOSE)

    assert shelf.modules_of(owner.organisation) == load_modules()
    assert PURPOSE not in page_of(participant_client, "module", "delegation")


def test_a_changed_copy_stands_in_the_place_of_ours(
    owner: Actor, participant_client: Client, stranger_client: Client
) -> None:
    publish(owner, purpose=PURPOSE)
    page = page_of(participant_client, "module", "delegation")

    assert PURPOSE in page
    assert f"version {OURS + 1}" in page
    assert offered(owner.organisation) == {**{one.id: one.version for one in load_modules()}, "delegation": OURS + 1}
    assert PURPOSE not in page_of(stranger_client, "module", "delegation")


def test_versions_are_numbered_and_never_change(owner: Actor) -> None:
    publish(owner, purpose=PURPOSE)
    first = ModuleVersion.objects.values().get()
    publish(owner, purpose=f"{PURPOSE} More.")
    publishing_modules.bring_back(actor=owner, key="delegation", number=OURS + 1, now=NOW)
    write(owner, title="Letting go")
    publishing_modules.retire(actor=owner, key="delegation", now=NOW)
    rows = list(ModuleVersion.objects.order_by("number"))

    assert ModuleVersion.objects.values().get(number=OURS + 1) == first
    assert [(row.number, row.brought_back, row.user) for row in rows] == [
        (OURS + 1, None, owner.user),
        (OURS + 2, None, owner.user),
        (OURS + 3, OURS + 1, owner.user),
    ]
    assert rows[0].content | {"version": OURS + 3} == rows[2].content


def test_words_of_hexad_can_be_brought_back_and_a_draft_stays_a_draft(owner: Actor) -> None:
    publish(owner, purpose=PURPOSE)
    write(owner, title="Letting go")
    publishing_modules.bring_back(actor=owner, key="delegation", number=0, now=NOW)

    assert shelf.shelf_of(owner.organisation).find("delegation") == replace(DELEGATION, version=OURS + 2)
    assert OwnModule.objects.get().draft["title"] == "Letting go"


def test_an_error_keeps_a_draft_from_being_published_and_a_warning_does_not(owner: Actor) -> None:
    write(owner, statements=["One."])
    with pytest.raises(Refused, match="Mend 1 error first"):
        publish(owner)
    write(owner, statements=list(DELEGATION.statements), purpose="Win the battle for your time.")
    publish(owner)

    assert offered(owner.organisation)["delegation"] == OURS + 1


def test_a_draft_that_changes_nothing_is_none(owner: Actor) -> None:
    write(owner, purpose=DELEGATION.purpose)

    assert not OwnModule.objects.exists()
    with pytest.raises(Refused, match="Nothing has changed"):
        publish(owner)


def test_a_draft_is_put_away_and_taken_back(owner: Actor) -> None:
    write(owner, purpose=PURPOSE)
    editing_modules.put_draft_away(actor=owner, key="delegation", now=NOW)
    assert OwnModule.objects.get().draft is None
    editing_modules.take_draft_back(actor=owner, key="delegation", now=NOW)

    assert OwnModule.objects.get().draft["purpose"] == PURPOSE


def test_a_retired_module_is_offered_to_nobody_and_can_be_brought_back(
    owner: Actor, participant_client: Client
) -> None:
    publishing_modules.retire(actor=owner, key="delegation", now=NOW)
    response = participant_client.get(reverse("challenges:module", args=["delegation"]))

    assert response.status_code == 404
    found = modules.module_for_topic(owner.organisation, "Delegation")
    assert found is None or found.id != "delegation"
    address = reverse("challenges:module", args=["delegation"])
    assert address not in page_of(participant_client, "modules")
    publishing_modules.restore(actor=owner, key="delegation", now=NOW)
    assert shelf.modules_of(owner.organisation) == load_modules()
    assert address in page_of(participant_client, "modules")


def test_what_was_published_once_can_be_read_by_those_who_practise_by_it(
    owner: Actor, participant_client: Client, stranger_client: Client
) -> None:
    publish(owner, purpose=PURPOSE)
    publish(owner, purpose="In four weeks, you hand over less. You know why.")
    publishing_modules.retire(actor=owner, key="delegation", now=NOW)

    assert PURPOSE in page_of(participant_client, "module", "delegation", version=OURS + 1)
    assert DELEGATION.purpose in page_of(participant_client, "module", "delegation", version=OURS)
    assert PURPOSE not in page_of(stranger_client, "module", "delegation", version=OURS + 1)


def test_two_modules_have_two_titles(owner: Actor) -> None:
    with pytest.raises(Refused, match="title of its own"):
        editing_modules.copy_module(actor=owner, key="delegation", title="delegation", now=NOW)
    key = own_module(owner)
    write(owner, key, title="HIRING CONVERSATIONS")
    with pytest.raises(Refused, match="Another module has this title"):
        publish(owner, key)


def test_an_own_module_gets_a_key_that_nobody_has(owner: Actor) -> None:
    keys = [
        editing_modules.start_module(actor=owner, title=title, now=NOW) for title in ("Feedback", "夜勤", "Feedback")
    ]

    assert keys == ["feedback-2", "module", "feedback-3"]


def test_an_own_module_reaches_matching_topics_and_groups(
    owner: Actor, organisation: Organisation, people: list[Actor]
) -> None:
    said = ["Zebra stripes puzzle the warehouse.", "The warehouse asks about zebra stripes."]
    for one, text in zip(people, said, strict=False):
        say(one, text)
    grouping.group_due(NOW + timedelta(minutes=5))
    before = set(Topic.objects.values_list("module", flat=True))
    key = own_module(owner, "Stripes", NOW + timedelta(minutes=8), words=["zebra", "stripes", "warehouse"])
    grouping.group_due(NOW + timedelta(minutes=10))
    found = modules.module_for_topic(organisation, "Zebra stripes in the warehouse")

    assert before == {""}
    assert {(topic.title, topic.module) for topic in Topic.objects.all()} == {("Stripes", key)}
    assert found is not None
    assert found.id == key


def test_a_copy_with_another_title_is_still_the_module_of_its_topics(owner: Actor, organisation: Organisation) -> None:
    Topic.objects.create(organisation=organisation, title="Delegation", module="delegation", made_at=NOW)
    publish(owner, title="Letting go", statements=[f"{text} Always." for text in DELEGATION.statements])
    found = modules.module_for_topic(organisation, "Delegation")

    assert found is not None
    assert (found.id, found.title) == ("delegation", "Letting go")


def test_modules_take_one_query_once_their_texts_are_known(owner: Actor, organisation: Organisation) -> None:
    counts = []
    for number in range(3):
        own_module(owner, f"Rotas {number}")
        with CaptureQueriesContext(connection) as first:
            shelf.modules_of(organisation)
        with CaptureQueriesContext(connection) as again:
            shelf.modules_of(organisation)
        counts.append((len(first), len(again)))

    assert counts == [(2, 1)] * 3


def test_two_organisations_with_modules_of_one_name_read_their_own(owner: Actor, stranger: Actor) -> None:
    own_module(owner, purpose=PURPOSE)
    own_module(stranger)
    ours, theirs = (shelf.shelf_of(one.organisation).find("weekend-rotas") for one in (owner, stranger))

    assert ours is not None
    assert theirs is not None
    assert (ours.purpose, theirs.purpose) == (PURPOSE, DELEGATION.purpose)


def test_what_is_kept_is_what_was_written(owner: Actor) -> None:
    publish(owner, purpose=PURPOSE)

    assert ModuleVersion.objects.get().content == content(replace(DELEGATION, version=OURS + 1, purpose=PURPOSE))
