"""Group-private text: written encrypted, read through one function, deleted with its space's key."""

import base64
import hashlib
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import PermissionDenied

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, PrivateSpace, PrivateText

__all__ = ["PrivateText", "open_space", "open_spaces", "opens_what_is_kept", "read", "seal", "unseal", "write"]


def _wrapping() -> Fernet:
    digest = hashlib.sha256(b"hexad private text" + settings.PRIVATE_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def open_space(organisation: Organisation) -> PrivateSpace:
    """Make the key of one group's private text."""
    return open_spaces(organisation, 1)[0]


def open_spaces(organisation: Organisation, count: int) -> list[PrivateSpace]:
    """Make the keys of many groups with one statement."""
    wrapping = _wrapping()
    spaces = [
        PrivateSpace(organisation=organisation, wrapped_key=wrapping.encrypt(Fernet.generate_key()))
        for _ in range(count)
    ]
    return PrivateSpace.objects.bulk_create(spaces, batch_size=1000)


def _cipher(space: PrivateSpace) -> Fernet:
    return Fernet(_wrapping().decrypt(bytes(space.wrapped_key)))


def write(*, actor: Actor, space: PrivateSpace, text: str, now: datetime, only_author: bool = False) -> PrivateText:
    """Keep a text of whoever acts; the caller's access.py let them into the space."""
    if space.organisation_id != actor.organisation.pk:
        raise PermissionDenied
    return PrivateText.objects.create(
        organisation=space.organisation,
        space=space,
        author=actor.user,
        only_author=only_author,
        ciphertext=_cipher(space).encrypt(text.encode()),
        created_at=now,
    )


def read(*, actor: Actor, private: PrivateText) -> str:
    """Decrypt for a reader whom the caller's access.py let into the space; an author's own text only for the author."""
    if private.organisation_id != actor.organisation.pk:
        raise PermissionDenied
    if private.only_author and (actor.user is None or private.author_id != actor.user.pk):
        raise PermissionDenied
    return _cipher(private.space).decrypt(bytes(private.ciphertext)).decode()


def opens_what_is_kept() -> bool:
    """Whether the key of this installation is the one that its private text was written under."""
    space = PrivateSpace.objects.exclude(wrapped_key=b"").first()
    if space is None:
        return True
    try:
        unseal(space.wrapped_key)
    except InvalidToken:
        return False
    return True


def seal(text: str) -> bytes:
    """Encrypt a secret of the installation (a feed's address, a password), not tied to a group."""
    return _wrapping().encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    return _wrapping().decrypt(bytes(sealed)).decode()
