"""Names in a text that is about to leave the group: found word by word, shown to its authors, never changed by us."""

import re
from collections.abc import Iterable, Iterator

from hexad_web.formation.models import Group
from hexad_web.people.models import Person

SHORTEST = 3
WORD = re.compile(r"\w+", re.UNICODE)


def names_in(text: str, group: Group) -> list[str]:
    """What in ``text`` says who or where: people of the organisation, sites, departments; sorted."""
    people = Person.objects.filter(organisation=group.organisation_id)
    rows = list(people.values_list("name", "site", "department").iterator())
    words = {word for word in WORD.findall(text) if len(word) >= SHORTEST}
    found = {word for word in _name_words(name for name, *_rest in rows) if word in words}
    found.update(place for place in {place for _name, *places in rows for place in places} if _stands_in(place, text))
    return sorted(found, key=str.casefold)


def _name_words(names: Iterable[str]) -> Iterator[str]:
    """Each part of a name as it is written: "Will" is a name, "will" is not."""
    for name in names:
        yield from (part for part in WORD.findall(name) if len(part) >= SHORTEST)


def _stands_in(place: str, text: str) -> bool:
    if len(place) < SHORTEST or place.casefold() not in text.casefold():
        return False
    return re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text, re.IGNORECASE) is not None
