"""Group-private text: ciphertext under the group's own key, gone with that key, read by nobody it is not for."""

from datetime import datetime

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import PermissionDenied
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import Settings

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, PrivateSpace, PrivateText
from tests.examples import NOW

pytestmark = pytest.mark.django_db
STORY = "I told my boss that the Leeds line would slip."


@pytest.fixture
def space(organisation: Organisation) -> PrivateSpace:
    return private_text.open_space(organisation)


@pytest.fixture
def story(participant: Actor, space: PrivateSpace, now: datetime) -> PrivateText:
    return private_text.write(actor=participant, space=space, text=STORY, now=now)


def everything_in(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return str([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])


def test_a_reader_whom_the_group_lets_in_reads_it(story: PrivateText, owner: Actor) -> None:
    assert private_text.read(actor=owner, private=PrivateText.objects.get()) == STORY


def test_the_database_holds_ciphertext_only(story: PrivateText, space: PrivateSpace) -> None:
    kept = everything_in("accounts_privatetext") + everything_in("accounts_privatespace")

    assert "Leeds" not in kept
    assert Fernet(private_text._wrapping().decrypt(bytes(space.wrapped_key)))
    assert len(bytes(space.wrapped_key)) > 100  # a wrapped key, not the 44 characters of a bare one


def test_the_same_words_twice_cannot_be_told_from_others(participant: Actor, space: PrivateSpace) -> None:
    one, other = (private_text.write(actor=participant, space=space, text=STORY, now=NOW) for _ in range(2))

    assert bytes(one.ciphertext) != bytes(other.ciphertext)


def test_an_actor_of_another_organisation_neither_reads_nor_writes(
    story: PrivateText, stranger: Actor, space: PrivateSpace, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        private_text.read(actor=stranger, private=story)
    with pytest.raises(PermissionDenied):
        private_text.write(actor=stranger, space=space, text="x", now=now)
    assert PrivateText.objects.count() == 1


def test_what_is_for_its_author_only_is_for_nobody_else(
    participant: Actor, owner: Actor, space: PrivateSpace, now: datetime
) -> None:
    journal = private_text.write(actor=participant, space=space, text=STORY, now=now, only_author=True)

    assert private_text.read(actor=participant, private=journal) == STORY
    for other in (owner, Actor.worker(participant.organisation)):
        with pytest.raises(PermissionDenied):
            private_text.read(actor=other, private=journal)


def test_a_journal_whose_author_is_gone_is_nobodys(participant: Actor, space: PrivateSpace, now: datetime) -> None:
    private_text.write(actor=participant, space=space, text=STORY, now=now, only_author=True)
    assert participant.user is not None
    participant.user.delete()

    with pytest.raises(PermissionDenied):
        private_text.read(actor=Actor.worker(participant.organisation), private=PrivateText.objects.get())


def test_deleting_the_space_makes_even_a_copy_unreadable(
    story: PrivateText, space: PrivateSpace, organisation: Organisation
) -> None:
    """A backup still has the ciphertext; with the key deleted no other key of the installation opens it."""
    copy = bytes(story.ciphertext)
    space.delete()
    another = private_text.open_space(organisation)

    assert not PrivateText.objects.exists()
    for cipher in (private_text._cipher(another), private_text._wrapping()):
        with pytest.raises(InvalidToken):
            cipher.decrypt(copy)


def test_each_group_has_a_key_of_its_own(story: PrivateText, organisation: Organisation) -> None:
    story.space = private_text.open_space(organisation)

    with pytest.raises(InvalidToken):
        private_text._cipher(story.space).decrypt(bytes(story.ciphertext))


def test_many_spaces_are_opened_with_different_keys(organisation: Organisation) -> None:
    spaces = private_text.open_spaces(organisation, 3)

    assert len({bytes(private_text._wrapping().decrypt(bytes(space.wrapped_key))) for space in spaces}) == 3


def test_with_another_key_of_the_installation_nothing_opens(
    story: PrivateText, participant: Actor, settings: Settings
) -> None:
    sealed = private_text.seal("https://calendar.example/ana")
    settings.PRIVATE_KEY = "another"

    with pytest.raises(InvalidToken):
        private_text.read(actor=participant, private=story)
    with pytest.raises(InvalidToken):
        private_text.unseal(sealed)


def test_a_changed_secret_key_leaves_private_text_readable(
    story: PrivateText, participant: Actor, settings: Settings
) -> None:
    settings.SECRET_KEY = "new, to end all sessions"

    assert private_text.read(actor=participant, private=story) == STORY


def test_a_tampered_text_is_refused(story: PrivateText, participant: Actor) -> None:
    story.ciphertext = bytes(story.ciphertext)[:-10] + b"AAAAAAAAAA"

    with pytest.raises(InvalidToken):
        private_text.read(actor=participant, private=story)


class TestAnyText(TestCase):
    @settings(max_examples=50)
    @given(st.text(max_size=500))
    def test_comes_back_as_it_was_written(self, text: str) -> None:
        organisation = Organisation.objects.create(name="Northwind Works", slug="northwind")
        actor = Actor.worker(organisation)
        space = private_text.open_space(organisation)

        private = private_text.write(actor=actor, space=space, text=text, now=NOW)

        assert private_text.read(actor=actor, private=PrivateText.objects.get(pk=private.pk)) == text

    @settings(max_examples=50)
    @given(st.text(max_size=500))
    def test_is_sealed_and_unsealed(self, text: str) -> None:
        assert private_text.unseal(memoryview(private_text.seal(text))) == text
