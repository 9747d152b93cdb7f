"""The uploaded file while it waits: compressed, encrypted under the installation's key, dropped as soon as possible."""

import base64
import hashlib
import zlib

from hexad_web.accounts.private_text import seal, unseal

LARGEST_FILE = 20 * 2**20


def hash_of_file(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def seal_file(data: bytes) -> bytes:
    return seal(base64.b85encode(zlib.compress(data, 6)).decode())


def open_file(sealed: bytes | memoryview) -> bytes:
    return zlib.decompress(base64.b85decode(unseal(bytes(sealed))))
