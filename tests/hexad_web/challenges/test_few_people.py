"""What the owner arranges says nothing about people: no name, and nothing behind which fewer than four stand."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.challenges.actions import arranging, choosing
from hexad_web.challenges.models import Challenge, Topic, TopicChange
from hexad_web.challenges.refusals import Refused
from tests.examples import NOW
from tests.hexad_web.challenges.conftest import HANDING, MEETINGS

NAMES = ("Ada", "Bo ", "Cai", "Dia", "Eli", "Fay", "Gil", "Hue", "Sender", "northwind.example", "Sales")
COUNTED = re.compile(r"\b[0-9]+ (?:person|people|statement|statements|vote|votes)\b")


def leave(topic: Topic, other: Topic, few: int) -> list[str]:
    """Only so many statements stay in the first topic; returns their keys."""
    rows = list(topic.challenges.order_by("pk"))
    Challenge.objects.filter(pk__in=[row.pk for row in rows[few:]]).update(topic=other)
    return [str(row.shared_id) for row in rows[:few]]


def everything_the_owner_can_try(client: Client, topic: Topic, other: Topic, keys: list[str]) -> list[str]:
    """Every page about a topic, and every way of sending a form wrongly or rightly, as it is answered."""
    url = reverse("challenges:topic", args=[topic.pk])
    sent: list[dict[str, object]] = [
        {"act": "split", "statements": keys, "title": "Mine"},
        {"act": "split", "statements": keys[:1], "title": ""},
        {"act": "split", "statements": [str(uuid.uuid4())], "title": "Mine"},
        {"act": "split", "statements": ["nonsense"], "title": "Mine"},
        {"act": "merge", "into": "999999"},
        {"act": "merge", "into": str(topic.pk)},
        {"act": "rename", "title": ""},
        {"act": "rename", "title": other.title},
    ]
    answers = [client.get(url), client.get(reverse("challenges:list")), *(client.post(url, one) for one in sent)]
    assert {answer.status_code for answer in answers} == {200, 422}
    return [answer.content.decode() for answer in answers]


@pytest.mark.parametrize("few", [0, 1, 2, 3])
def test_no_answer_shows_who_wrote_or_how_few(owner_client: Client, topics: list[Topic], few: int) -> None:
    first, other = topics
    keys = leave(first, other, few)
    for page in everything_the_owner_can_try(owner_client, first, other, keys):
        assert not any(name in page for name in NAMES)
        assert not any(key in page for key in keys)
        assert not any(text in page for text in (*MEETINGS, *HANDING))
        assert all(int(found.split()[0]) >= 4 for found in COUNTED.findall(page))


def test_whether_there_are_none_or_three_reads_the_same(owner_client: Client, topics: list[Topic]) -> None:
    first, other = topics
    url = reverse("challenges:topic", args=[first.pk])
    pages = []
    for few in (3, 0):
        leave(first, other, few)
        page = owner_client.get(url).content.decode()
        pages.append(re.sub(r"[\w-]{64}|nonce=\S+", "", page))
    assert pages[0] == pages[1]


def test_readable_statements_come_without_names_and_in_no_order_of_people(
    owner_client: Client, topics: list[Topic], people: list[Actor]
) -> None:
    for topic in topics:
        page = owner_client.get(reverse("challenges:topic", args=[topic.pk])).content.decode()
        assert not any(name in page for name in NAMES)
        keys = [str(row.shared_id) for row in topic.challenges.all()]
        shown = sorted(keys, key=page.index)
        assert shown == sorted(keys), "the random keys' order, which is nobody's"


def test_a_split_that_leaves_few_shows_neither_part(owner_client: Client, owner: Actor, topics: list[Topic]) -> None:
    keys = [row.shared_id for row in topics[1].challenges.order_by("pk")[:1] if row.shared_id]
    arranging.split(actor=owner, topic_id=topics[1].pk, keys=keys, title="Nights", now=NOW)
    for topic in (topics[1], Topic.objects.get(title="Nights")):
        page = owner_client.get(reverse("challenges:topic", args=[topic.pk])).content.decode()
        assert "Not shown. It could be traced to people." in page
        assert not any(text in page for text in (*MEETINGS, *HANDING))
        with pytest.raises(Refused, match="too small to split"):
            arranging.split(actor=owner, topic_id=topic.pk, keys=keys, title="Again", now=NOW)


def test_who_accepts_a_merged_topic_is_counted_and_not_named(
    owner_client: Client, owner: Actor, topics: list[Topic], people: list[Actor]
) -> None:
    for one in people[:3]:
        choosing.accept_topics(actor=one, ranked=[topics[0].pk], now=NOW)
    arranging.merge(actor=owner, topic_id=topics[0].pk, into_id=topics[1].pk, now=NOW)
    page = owner_client.get(reverse("challenges:list")).content.decode()
    assert "8 people shared it" in page
    assert "accept it" not in page
    assert not any(name in page for name in NAMES)


def test_the_trail_of_what_the_owner_arranged_names_topics_alone(owner: Actor, topics: list[Topic]) -> None:
    arranging.rename(actor=owner, topic_id=topics[0].pk, title="Long rounds", now=NOW)
    arranging.merge(actor=owner, topic_id=topics[0].pk, into_id=topics[1].pk, now=NOW)
    arranging.undo(actor=owner, change_id=TopicChange.objects.get().pk, now=NOW)
    targets = AuditEntry.objects.filter(action__startswith="challenges.").values_list("target", flat=True)
    assert set(targets) == {f"Topic {topics[0].pk}"}
