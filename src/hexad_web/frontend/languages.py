"""Languages by code, named in the reader's language."""

from django.utils.translation import get_language_info


def language_name(code: str) -> str:
    """Files tell languages by code; one that nobody knows stays as it was written."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
