"""What somebody finds hard: theirs alone until they share it, and then without a name."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import PrivateText
from hexad_web.challenges import access
from hexad_web.challenges.actions import grouping, rivals, stating
from hexad_web.challenges.models import Challenge, Rival, Topic
from hexad_web.challenges.queries.similar import similar
from hexad_web.challenges.refusals import Refused
from hexad_web.people.models import Person
from tests.examples import NOW
from tests.hexad_web.challenges.conftest import MEETINGS, say
from tests.hexad_web.conftest import client_of


@pytest.fixture
def ada(people: list[Actor]) -> Client:
    return client_of(people[0])


def test_three_pages_keep_what_is_typed_and_lead_to_a_last_look(ada: Client) -> None:
    assert ada.post(reverse("challenges:new"), {"statement": "Too many meetings"})["Location"].endswith("/give/")
    assert ada.post(reverse("challenges:give"), {"gives": "A move"})["Location"].endswith("/want/")
    assert ada.post(reverse("challenges:want"), {"wants": "Time", "online": "3"})["Location"].endswith("/mine/")
    page = ada.get(reverse("challenges:check")).content.decode()
    assert all(text in page for text in ("Too many meetings", "A move", "Time", "Only you"))
    assert Challenge.objects.get().online == 3


def test_going_back_keeps_what_is_typed_too(ada: Client) -> None:
    answer = ada.post(reverse("challenges:give"), {"gives": "A move", "go": "back"})
    assert answer["Location"].endswith("/new/")
    assert "A move" in ada.get(reverse("challenges:give")).content.decode()


def test_it_is_saved_while_one_types(ada: Client) -> None:
    answer = ada.post(reverse("challenges:new"), {"statement": "Half a sen", "autosave": "1"})
    assert "Saved" in answer.content.decode()
    assert "Half a sen" in ada.get(reverse("challenges:new")).content.decode()


def test_too_long_a_text_is_told_by_how_much_and_kept_on_the_page(ada: Client) -> None:
    answer = ada.post(reverse("challenges:new"), {"statement": "x" * 605})
    assert answer.status_code == 422
    assert "At most 600 characters: take 5 away." in answer.content.decode()
    assert "x" * 605 in answer.content.decode()


def test_nothing_can_be_shared_before_something_is_written(ada: Client) -> None:
    answer = ada.post(reverse("challenges:finish"), {"act": "share"})
    assert answer.status_code == 422
    assert "Write what is hard for you first." in answer.content.decode()


def test_a_draft_is_read_by_its_author_alone(people: list[Actor]) -> None:
    say(people[0], MEETINGS[0], shared=False)
    assert similar(people[1], MEETINGS[1]) == []
    assert access.statements(people[1], access.shared_of(people[1])) == []
    kept = PrivateText.objects.get()
    assert kept.only_author
    assert b"meetings" not in bytes(kept.ciphertext)


def test_shared_it_is_shown_to_whoever_writes_something_alike_without_a_name(people: list[Actor]) -> None:
    say(people[0], MEETINGS[0])
    assert similar(people[1], MEETINGS[1]) == [MEETINGS[0]]
    assert similar(people[1], "Nobody trains the new crane drivers in the yard.") == []
    page = client_of(people[1]).post(reverse("challenges:similar"), {"statement": MEETINGS[1]}).content.decode()
    assert MEETINGS[0] in page
    assert "Ada" not in page


def test_what_is_written_on_after_sharing_stays_the_authors_until_shared_again(people: list[Actor]) -> None:
    say(people[0], MEETINGS[0])
    say(people[0], "Something quite different", shared=False)
    assert [one.text for one in access.statements(people[1], access.shared_of(people[1]))] == [MEETINGS[0]]
    stating.share(actor=people[0], now=NOW)
    assert [one.text for one in access.statements(people[1], access.shared_of(people[1]))] == [
        "Something quite different"
    ]


def test_withdrawing_deletes_the_copy_that_others_read(people: list[Actor]) -> None:
    say(people[0], MEETINGS[0])
    stating.keep_private(actor=people[0], now=NOW)
    assert not access.shared_of(people[1]).exists()
    assert PrivateText.objects.count() == 1


def test_deleting_leaves_no_word_and_no_key(people: list[Actor]) -> None:
    say(people[0], MEETINGS[0])
    stating.forget(actor=people[0], now=NOW)
    assert not Challenge.objects.exists()
    assert not PrivateText.objects.exists()
    assert access.space_of(Person.objects.get(user=people[0].user)) is None


def test_similar_statements_become_a_topic_with_a_reason(topics: list[Topic]) -> None:
    assert len(topics) == 2
    assert {tuple(sorted(topic.terms))[:1] != () for topic in topics} == {True}
    assert sorted(topic.challenges.count() for topic in topics) == [4, 4]


def test_another_statement_changes_no_topic_that_is_there(topics: list[Topic], people: list[Actor]) -> None:
    before = {topic.pk: topic.title for topic in topics}
    say(people[0], "Meetings decide nothing and never end.", now=NOW + timedelta(hours=1))
    grouping.group_due(NOW + timedelta(hours=2))
    assert {topic.pk: topic.title for topic in Topic.objects.all()} == before


# -- rivals


def test_a_rival_is_found_by_name_and_seen_by_its_author_alone(people: list[Actor], ada: Client) -> None:
    found = ada.post(reverse("challenges:rival"), {"act": "find", "name": "Bo S"}).content.decode()
    assert "Bo Sender" in found
    other = Person.objects.get(name="Bo Sender")
    ada.post(reverse("challenges:rival"), {"act": "name", "other": other.pk})
    assert "Bo Sender" in ada.get(reverse("challenges:check")).content.decode()
    assert "Ada" not in client_of(people[1]).get(reverse("challenges:check")).content.decode()
    ada.post(reverse("challenges:rival"), {"act": "drop"})
    assert not Rival.objects.exists()


@pytest.mark.parametrize("name", ["", "b", " "])
def test_the_search_is_no_list_of_everybody(ada: Client, name: str) -> None:
    page = ada.post(reverse("challenges:rival"), {"act": "find", "name": name}).content.decode()
    assert "Bo Sender" not in page
    assert "at least two letters" in page


def test_nobody_is_their_own_rival_and_a_leaver_is_none(people: list[Actor]) -> None:
    own = Person.objects.get(user=people[0].user)
    with pytest.raises(Refused, match="That is you"):
        rivals.name_rival(actor=people[0], other_id=own.pk, now=NOW)
    gone = Person.objects.get(user=people[1].user)
    Person.objects.filter(pk=gone.pk).update(participation="left")
    with pytest.raises(Refused, match="not in the list any more"):
        rivals.name_rival(actor=people[0], other_id=gone.pk, now=NOW)


def test_only_its_author_decrypts_what_somebody_gives_and_wants(people: list[Actor]) -> None:
    stating.save_answers(actor=people[0], answers=stating.Answers(gives="Patience"), now=NOW)
    gives = Challenge.objects.get().gives
    assert gives is not None
    assert private_text.read(actor=people[0], private=gives) == "Patience"
    with pytest.raises(PermissionDenied):
        private_text.read(actor=people[1], private=gives)
