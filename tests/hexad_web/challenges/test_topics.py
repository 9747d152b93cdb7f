"""Topics: arranged by the owner without authors, voted on in secret, accepted in a ranking that formation reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.challenges.actions import arranging, choosing, rivals, voting
from hexad_web.challenges.models import Challenge, Topic, TopicChange, TopicChoice, Vote
from hexad_web.challenges.queries import listing
from hexad_web.challenges.queries.accepted import rivals_of, topics_by_person
from hexad_web.challenges.refusals import Refused
from hexad_web.formation.queries import preparing
from hexad_web.people.models import Person
from tests.examples import NOW
from tests.hexad_web.challenges.conftest import HANDING
from tests.hexad_web.conftest import client_of

DAY = timedelta(days=1)


def open_voting(owner: Actor) -> None:
    voting.open_voting(actor=owner, closes_date=(NOW + 7 * DAY).date(), now=NOW)


def test_the_owner_reads_statements_and_no_author(owner_client: Client, topics: list[Topic]) -> None:
    pages = [owner_client.get(reverse("challenges:topic", args=[topic.pk])).content.decode() for topic in topics]
    assert all(any(text in page for page in pages) for text in HANDING)
    assert not any(name in page for page in pages for name in ("Ada", "Sender", "Hue"))


def test_fewer_than_four_statements_are_not_shown_and_no_count_is(
    owner: Actor, owner_client: Client, topics: list[Topic]
) -> None:
    Challenge.objects.filter(pk=topics[0].challenges.earliest("pk").pk).update(topic=topics[1])
    page = owner_client.get(reverse("challenges:topic", args=[topics[0].pk])).content.decode()
    assert "Not shown. It could be traced to people." in page
    assert "people shared it" not in page
    assert listing.topic_page(owner, topics[0].pk, NOW).statements is None


def test_a_merge_takes_everything_along_and_can_be_undone(
    owner: Actor, topics: list[Topic], people: list[Actor]
) -> None:
    choosing.accept_topics(actor=people[0], ranked=[topics[0].pk], now=NOW)
    change = arranging.merge(actor=owner, topic_id=topics[0].pk, into_id=topics[1].pk, now=NOW)
    assert topics[1].challenges.count() == 8
    person = Person.objects.get(user=people[0].user)
    assert topics_by_person(owner.organisation)[person.pk] == (topics[1].title,)
    arranging.undo(actor=owner, change_id=change.pk, now=NOW)
    assert [topic.challenges.count() for topic in topics] == [4, 4]
    assert topics_by_person(owner.organisation)[person.pk] == (topics[0].title,)
    with pytest.raises(Refused, match="undone already"):
        arranging.undo(actor=owner, change_id=change.pk, now=NOW)


def test_a_split_makes_a_topic_of_the_chosen_statements(owner_client: Client, topics: list[Topic]) -> None:
    url = reverse("challenges:topic", args=[topics[0].pk])
    keys = [str(row.shared_id) for row in topics[0].challenges.order_by("pk")[:2]]
    answer = owner_client.post(url, {"act": "split", "statements": keys, "title": "Long meetings"})
    assert answer.status_code == 302
    assert Topic.objects.get(title="Long meetings").challenges.count() == 2
    assert "Undo" in owner_client.get(reverse("challenges:list")).content.decode()
    owner_client.post(reverse("challenges:undo", args=[TopicChange.objects.get().pk]))
    assert topics[0].challenges.count() == 4


def test_a_split_of_everything_or_of_nothing_is_refused(owner: Actor, topics: list[Topic]) -> None:
    every = [row.shared_id for row in topics[0].challenges.all()]
    for keys in (every, []):
        with pytest.raises(Refused, match="leave some"):
            arranging.split(actor=owner, topic_id=topics[0].pk, keys=keys, title="Other", now=NOW)


def test_two_topics_have_two_titles(owner: Actor, topics: list[Topic]) -> None:
    with pytest.raises(Refused, match="Another topic has this title"):
        arranging.rename(actor=owner, topic_id=topics[0].pk, title=topics[1].title.upper(), now=NOW)


def test_participants_and_sponsors_arrange_nothing(
    participant_client: Client, sponsor_client: Client, topics: list[Topic]
) -> None:
    for client in (participant_client, sponsor_client):
        assert client.get(reverse("challenges:list")).status_code == 403
        assert client.post(reverse("challenges:topic", args=[topics[0].pk]), {"act": "rename"}).status_code == 403


# -- votes


def test_three_votes_go_to_one_topic_or_to_several_and_can_change(
    owner: Actor, topics: list[Topic], people: list[Actor]
) -> None:
    open_voting(owner)
    voting.cast_votes(actor=people[0], counts={topics[0].pk: 3}, now=NOW)
    voting.cast_votes(actor=people[0], counts={topics[0].pk: 1, topics[1].pk: 2}, now=NOW)
    assert dict(Vote.objects.values_list("topic", "count")) == {topics[0].pk: 1, topics[1].pk: 2}


def test_a_fourth_vote_is_refused_and_nothing_is_lost(owner: Actor, topics: list[Topic], people: list[Actor]) -> None:
    open_voting(owner)
    voting.cast_votes(actor=people[0], counts={topics[0].pk: 3}, now=NOW)
    fields = {f"topic_{topics[0].pk}": "2", f"topic_{topics[1].pk}": "2"}
    answer = client_of(people[0]).post(reverse("challenges:vote"), fields)
    assert answer.status_code == 422
    assert "You have three votes. Take 1 away." in answer.content.decode()
    assert Vote.objects.get().count == 3


def test_a_vote_after_closing_is_told_the_day_and_changes_nothing(
    owner: Actor, topics: list[Topic], people: list[Actor]
) -> None:
    open_voting(owner)
    voting.close_voting(actor=owner, now=NOW)
    answer = client_of(people[0]).post(reverse("challenges:vote"), {f"topic_{topics[0].pk}": "1"})
    assert "Voting closed" in answer.content.decode()
    assert answer.status_code == 422
    assert not Vote.objects.exists()


def test_the_last_day_counts_to_its_last_minute_by_the_organisations_clock(
    owner: Actor, topics: list[Topic], people: list[Actor]
) -> None:
    open_voting(owner)
    midnight = (NOW + 8 * DAY).replace(hour=0, minute=0) - timedelta(hours=1)  # in Berlin
    voting.cast_votes(actor=people[0], counts={topics[0].pk: 1}, now=midnight - timedelta(seconds=1))
    with pytest.raises(Refused, match="Voting closed"):
        voting.cast_votes(actor=people[1], counts={topics[0].pk: 1}, now=midnight)


def test_while_people_vote_nobody_reads_a_total(
    owner: Actor, owner_client: Client, topics: list[Topic], people: list[Actor]
) -> None:
    open_voting(owner)
    for one in people[:5]:
        voting.cast_votes(actor=one, counts={topics[0].pk: 1}, now=NOW)
    assert "voted for it" not in owner_client.get(reverse("challenges:list")).content.decode()
    voting.close_voting(actor=owner, now=NOW)
    assert "5 people voted for it" in owner_client.get(reverse("challenges:list")).content.decode()


def test_topics_that_were_voted_on_stay_until_voting_starts_anew(
    owner: Actor, topics: list[Topic], people: list[Actor]
) -> None:
    open_voting(owner)
    voting.cast_votes(actor=people[0], counts={topics[0].pk: 1}, now=NOW)
    with pytest.raises(Refused, match="People have voted"):
        arranging.merge(actor=owner, topic_id=topics[0].pk, into_id=topics[1].pk, now=NOW)
    voting.start_anew(actor=owner, now=NOW)
    arranging.merge(actor=owner, topic_id=topics[0].pk, into_id=topics[1].pk, now=NOW)
    assert not Vote.objects.exists()


# -- accepting


def test_up_to_three_ranked_topics_reach_formation_before_those_of_the_file(
    owner: Actor, topics: list[Topic], people: list[Actor]
) -> None:
    person = Person.objects.get(user=people[0].user)
    Person.objects.filter(pk=person.pk).update(topics=["from the file"])
    assert topics_by_person(owner.organisation)[person.pk] == ("from the file",)
    choosing.accept_topics(actor=people[0], ranked=[topics[1].pk, topics[0].pk], now=NOW)
    assert topics_by_person(owner.organisation)[person.pk] == (topics[1].title, topics[0].title)


def test_the_same_topic_twice_is_one_choice_too_many(topics: list[Topic], people: list[Actor]) -> None:
    fields = {"rank_1": topics[0].pk, "rank_2": topics[0].pk}
    answer = client_of(people[0]).post(reverse("challenges:accept"), fields)
    assert answer.status_code == 422
    assert "You chose one topic twice." in answer.content.decode()
    assert not TopicChoice.objects.exists()


def test_a_topic_that_was_merged_meanwhile_is_told_with_its_new_name(
    owner: Actor, topics: list[Topic], people: list[Actor]
) -> None:
    arranging.merge(actor=owner, topic_id=topics[0].pk, into_id=topics[1].pk, now=NOW)
    answer = client_of(people[0]).post(reverse("challenges:accept"), {"rank_1": topics[0].pk})
    assert answer.status_code == 422
    assert "is now part of" in answer.content.decode()


def test_whoever_has_not_joined_chooses_nothing(topics: list[Topic], people: list[Actor]) -> None:
    Person.objects.filter(user=people[0].user).update(participation="declined")
    with pytest.raises(Refused, match="not joined"):
        choosing.accept_topics(actor=people[0], ranked=[topics[0].pk], now=NOW)


def test_rivals_reach_the_search_as_pairs_and_no_reason(owner: Actor, topics: list[Topic], people: list[Actor]) -> None:
    one, other = (Person.objects.get(user=actor.user) for actor in people[:2])
    rivals.name_rival(actor=people[0], other_id=other.pk, now=NOW)
    rivals.name_rival(actor=people[1], other_id=one.pk, now=NOW)
    assert rivals_of(owner.organisation) == [(one.pk, other.pk)]
    keys = {person.pk: person.email for person in (one, other)}
    assert preparing._rivals(owner.organisation, keys) == ((one.email, other.email),)  # the feed itself
    assert preparing._rivals(owner.organisation, {one.pk: one.email}) == ()


def test_the_list_asks_as_often_for_many_topics_as_for_few(
    owner: Actor, owner_client: Client, topics: list[Topic]
) -> None:
    url = reverse("challenges:list")
    owner_client.get(url)
    with CaptureQueriesContext(connection) as few:
        owner_client.get(url)
    for number in range(20):
        Topic.objects.create(organisation=owner.organisation, title=f"Topic {number}", made_at=NOW)
    with CaptureQueriesContext(connection) as many:
        owner_client.get(url)
    assert len(many) == len(few)
