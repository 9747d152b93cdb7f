"""Everything that the product's pages read from a form or an address, filled with the keys of a world's rows."""

from hexad_web.accounts.models import Membership
from hexad_web.formation.models import Edit, GroupMember
from tests.hexad_web.walks.world import World

Fields = dict[str, object]


def query_of(world: World) -> Fields:
    """What pages read from the address."""
    ids = world.ids
    return {
        "a": ids["formation:run_id"],
        "b": ids["other_run_id"],
        "answer": "accept",
        "day": "2027-02-11",
        "department": "Sales",
        "moved": ids["seat_id"],
        "next": "/people/",
        "page": 1,
        "part": "row",
        "q": "example",
        "row": 1,
        "show": "all",
        "site": f"Site of {world.organisation.slug}",
        "state": "joined",
        "time": "14:00",
        "to": ids["draft_group_id"],
    }


def keys_of(world: World) -> Fields:
    """A form whose fields hold this world's keys wherever a page expects one, and something usual elsewhere."""
    ids = world.ids
    people = list(GroupMember.objects.filter(run=ids["formation:run_id"]).values_list("person", flat=True))
    edit = Edit.objects.filter(organisation=world.organisation).first()
    return {
        "choice": f"{ids['draft_group_id']}:",
        "edit": edit.pk if edit else ids["seat_id"],
        "group": ids["draft_group_id"],
        "membership": Membership.objects.filter(organisation=world.organisation).values_list("pk", flat=True)[0],
        "person": [*people, ids["seat_id"]],  # a page that wants one reads the last
        "room": ids["room_id"],
        **USUAL,
    }


USUAL: Fields = {
    "act": "form",
    "address": "https://calendar.elsewhere.example/feed.ics",
    "again": "1",
    "answer": "join",
    "calendars": 0,
    "capacity": 6,
    "clock": "24",
    "code": "000000",
    "consent": "on",
    "day": "2027-02-11",
    "email": "someone@elsewhere.example",
    "first_date": "2027-01-11",
    "language": "en",
    "hold_back": "1",
    "leave_empty": "1",
    "link": "https://meet.elsewhere.example/{group}",
    "name": "Somebody",
    "next": "/",
    "option": 0,
    "point": 1,
    "reason": "They asked.",
    "revision": 0,
    "role": "sponsor",
    "rule": "level",
    "seen": "",
    "server": "https://127.0.0.1:1/",  # inside, so that nothing is connected to
    "site": "Berlin",
    "template": "https://meet.elsewhere.example/{group}",
    "time": "14:00",
    "time_zone": "Europe/Berlin",
    "weeks": 8,
    "weekday": 0,
    "start": "09:00",
    "end": "10:00",
    "brush": "busy",
    "minutes": 60,
    "engage": "engage",
    "explore": "explore",
    "reflect": "reflect",
    "follow-up": "follow-up",
    "remedy": "gain.absent",
    "rungs": 4,
    "cadence_weeks": 17,
    "practice_from": 21,
    "practice_to": 28,
    "word_0": "works",
    "word_1": "works",
}
