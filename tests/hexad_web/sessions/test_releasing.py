"""What leaves a group: only the words that every author agreed to, and nobody learns who said no."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import PrivateText
from hexad_web.formation.models import Group, GroupMember
from hexad_web.people.models import Person
from hexad_web.sessions.actions import releasing
from hexad_web.sessions.actions.releasing import Proposal
from hexad_web.sessions.models import Card, Release, ReleaseConsent
from hexad_web.sessions.queries import naming, releases
from hexad_web.sessions.refusals import Refused
from tests.examples import NOW
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import formation_run, group, make_group

__all__ = ["formation_run", "group", "make_group"]
State = Release.State
WORDS = "Approvals take\nsix weeks ZEBRA."


@pytest.fixture
def no_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "offered_cards", lambda *_args: [])


def member(group: Group, place: int = 0) -> Actor:
    return cast.actor(cast.person(group, place))


def propose(group: Group, text: str = WORDS, kind: str = "obstacle", place: int = 0) -> Release:
    return releasing.propose(actor=member(group, place), proposal=Proposal(kind, text), now=NOW)


def say(group: Group, release: Release, place: int, *, yes: bool = True) -> Release:
    return releasing.answer(actor=member(group, place), release_id=release.pk, says_yes=yes, now=NOW)


def agree_all(group: Group, release: Release) -> Release:
    for place in range(1, group.members.count()):
        say(group, release, place)
    return Release.objects.get(pk=release.pk)


def page(client: Client, release: Release) -> str:
    return client.get(reverse("sessions:release", args=[release.pk])).content.decode()


def test_an_obstacle_leaves_once_everybody_in_the_group_agreed(group: Group) -> None:
    release = propose(group)
    assert release.consents.count() == group.members.count()
    for place in range(1, group.members.count()):
        before = Release.objects.get(pk=release.pk)
        assert (before.state, before.text) == (State.PROPOSED, "")
        say(group, release, place)
    after = Release.objects.get(pk=release.pk)
    assert (after.state, after.text, after.draft) == (State.RELEASED, WORDS, None)
    assert not PrivateText.objects.exists()


def test_before_that_the_words_are_encrypted(group: Group) -> None:
    release = propose(group)
    assert release.draft is not None
    assert b"ZEBRA" not in bytes(release.draft.ciphertext)
    assert private_text.read(actor=member(group), private=release.draft) == WORDS


def test_one_no_keeps_it_in_the_group_and_no_row_says_whose_it_was(group: Group) -> None:
    release = propose(group)
    say(group, release, 1)
    say(group, release, 2, yes=False)
    after = Release.objects.get(pk=release.pk)
    assert (after.state, after.text, after.draft) == (State.REFUSED, "", None)
    assert not ReleaseConsent.objects.exclude(answer="").exists()
    for place in (0, 1, 2, 3):
        shown = page(cast.client(cast.person(group, place)), release)
        assert "It stays in the group." in shown
        assert "ZEBRA" not in shown


def test_a_story_of_ones_own_asks_nobody_else(group: Group) -> None:
    release = propose(group, kind="story")
    assert (release.state, release.text) == (State.RELEASED, WORDS)


def test_the_same_proposal_twice_is_one(group: Group) -> None:
    assert propose(group) == propose(group)
    story = propose(group, kind="story")
    assert propose(group, kind="story") == story


def test_a_repeated_yes_counts_once(group: Group) -> None:
    release = propose(group)
    say(group, release, 1)
    say(group, release, 1)
    assert release.consents.filter(answer="yes").count() == 2


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        ("released", "It has been released already."),
        ("refused", "It stays in the group."),
        ("withdrawn", "It was withdrawn."),
    ],
)
def test_an_answer_that_comes_late_is_told_what_happened(group: Group, ending: str, sentence: str) -> None:
    release = propose(group)
    Release.objects.filter(pk=release.pk).update(state=ending)
    with pytest.raises(Refused, match=sentence):
        say(group, release, 1)
    client = cast.client(cast.person(group, 1))
    url = reverse("sessions:answer_release", args=[release.pk])
    assert sentence in client.post(url, {"answer": "yes"}, follow=True).content.decode()


def test_whoever_left_is_told_and_reads_nothing(group: Group) -> None:
    release = propose(group)
    leaver = cast.client(cast.person(group, 1))
    GroupMember.objects.filter(person=cast.person(group, 1)).update(is_active=False)
    shown = page(leaver, release)
    assert "You are no longer in this group." in shown
    assert "ZEBRA" not in shown
    with pytest.raises(Refused, match="no longer in this group"):
        say(group, release, 1)


def test_an_obstacle_no_longer_asks_who_has_left(group: Group) -> None:
    release = propose(group)
    for place in range(2, group.members.count()):
        say(group, release, place)
    GroupMember.objects.filter(person=cast.person(group, 1)).update(is_active=False)
    releasing.settle_leavers(now=NOW)
    assert Release.objects.get(pk=release.pk).state == State.RELEASED


def test_any_author_withdraws_until_it_is_first_read(group: Group) -> None:
    release = agree_all(group, propose(group))
    releasing.withdraw(actor=member(group, 2), release_id=release.pk, now=NOW)
    after = Release.objects.get(pk=release.pk)
    assert (after.state, after.text) == (State.WITHDRAWN, "")


def test_after_the_first_reading_the_page_says_that_it_is_out(group: Group) -> None:
    release = agree_all(group, propose(group))
    assert releasing.mark_read(release=release, now=NOW)
    with pytest.raises(Refused, match="can no longer be withdrawn"):
        releasing.withdraw(actor=member(group), release_id=release.pk, now=NOW)
    shown = page(cast.client(cast.person(group)), release)
    assert "It can no longer be withdrawn." in shown
    assert reverse("sessions:withdraw_release", args=[release.pk]) not in shown


def test_a_withdrawn_release_is_not_read_any_more(group: Group) -> None:
    release = agree_all(group, propose(group))
    releasing.withdraw(actor=member(group), release_id=release.pk, now=NOW)
    assert not releasing.mark_read(release=release, now=NOW)
    assert Release.objects.get(pk=release.pk).first_read_at is None


def test_withdrawing_a_proposal_deletes_its_words(group: Group) -> None:
    release = propose(group)
    releasing.withdraw(actor=member(group, 1), release_id=release.pk, now=NOW)
    assert not PrivateText.objects.exists()


@pytest.mark.usefixtures("no_cards")
def test_the_preview_shows_the_words_the_readers_and_the_names_in_it(group: Group) -> None:
    person = cast.person(group, 1)
    Person.objects.filter(pk=person.pk).update(department="Foundry")
    person.refresh_from_db()
    client = cast.client(cast.person(group))
    first = person.name.split()[0]
    url = reverse("sessions:propose", args=["obstacle"])
    shown = client.post(url, {"text": f"{first} waits for {person.department}", "preview": "1"}).content.decode()
    assert "Word for word" in shown
    assert re.search(r'class="audience[^>]*>\s*<svg.*?</svg>\s*The sponsor reads it.', shown, re.DOTALL)
    assert "Any author can withdraw it until it is first read outside the group." in shown
    assert "These words may say who or where" in shown
    assert first in naming.names_in(f"{first} waits", group)
    assert not Release.objects.exists()


def test_a_name_is_found_as_a_whole_word_only(group: Group) -> None:
    person = cast.person(group, 1)
    Person.objects.filter(pk=person.pk).update(name="Will Ash", site="Berlin", department="Sales")
    assert naming.names_in("they will ashore", group) == []
    assert naming.names_in("Ask Will in BERLIN about sales.", group) == ["Berlin", "Sales", "Will"]


@pytest.mark.usefixtures("no_cards")
def test_asking_after_the_preview_proposes_and_empty_words_are_a_problem(group: Group) -> None:
    client = cast.client(cast.person(group))
    url = reverse("sessions:propose", args=["obstacle"])
    assert client.post(url, {"text": " ", "preview": "1"}).status_code == 422
    assert client.post(url, {"text": WORDS, "ask": "1"}).status_code == 302
    assert releases.text_of(member(group), Release.objects.get()) == WORDS
    assert client.get(reverse("sessions:propose", args=["brief"])).status_code == 404


def test_another_group_and_a_card_of_it_are_not_there(
    group: Group, make_group: Callable[..., Group], no_cards: None
) -> None:
    release = propose(group)
    other = make_group(2)
    stranger = cast.client(cast.person(other))
    for name in ("release", "answer_release", "withdraw_release"):
        url = reverse(f"sessions:{name}", args=[release.pk])
        assert stranger.post(url, {"answer": "no"}).status_code in (404, 405)
    assert stranger.get(reverse("sessions:release", args=[release.pk])).status_code == 404
    with pytest.raises(Refused, match="A card is no longer there"):
        releasing.propose(actor=member(other), proposal=Proposal("story", "x", (999,)), now=NOW)
    assert Release.objects.get().state == State.PROPOSED
    assert not Card.objects.exists()


def test_what_waits_for_me_is_told_until_i_answered(group: Group) -> None:
    release = propose(group)
    assert releases.things_for(member(group), NOW) == []
    assert [need.release_id for need in releases.things_for(member(group, 1), NOW)] == [release.pk]
    say(group, release, 1)
    assert releases.things_for(member(group, 1), NOW) == []


def test_the_list_takes_the_same_queries_for_five_and_for_fifty(group: Group) -> None:
    client = cast.client(cast.person(group))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("sessions:releases")).status_code == 200
        return len(captured)

    for number in range(5):
        propose(group, f"{WORDS} {number}")
    few = queries()
    person = cast.person(group)
    for _number in range(45):
        one = Release.objects.create(
            organisation=group.organisation, group=group, kind="obstacle", proposed_by=person, proposed_at=NOW
        )
        ReleaseConsent.objects.create(organisation=group.organisation, release=one, person=person)
    assert queries() == few
    assert few <= 12
