"""How statements are compared here: by words, or by meaning where whoever runs the installation asked for it."""

from django.conf import settings

from hexad.challenges.meaning import load_model, missing
from hexad.challenges.nearness import Embed

WORDS, MEANING = "words", "meaning"


def model() -> Embed | None:
    """What turns texts into vectors, read once a process, by workers: it takes long. None: words alone are compared."""
    return load_model() if settings.MATCHING == MEANING else None


def what_is_missing() -> str:
    """What has to be done before the setting can be followed, for whoever runs the installation; empty: nothing."""
    if settings.MATCHING == MEANING:
        return missing()
    return (
        "" if settings.MATCHING == WORDS else f"HEXAD_MATCHING is “{WORDS}” or “{MEANING}”, not “{settings.MATCHING}”."
    )
