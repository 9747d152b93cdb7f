"""Words that the room's script puts together with names and numbers; translated here, sent with the page."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad_web.frontend import moments

PLACES_SPOKEN = 8


def places() -> list[str]:
    """How far away one's own turn is, by place in the order; the first entry is nobody's."""
    return [
        "",
        _("You are next."),
        _("You are second."),
        _("You are third."),
        _("You are fourth."),
        _("You are fifth."),
        _("You are sixth."),
        _("You are seventh."),
        _("You are eighth."),
    ]


def _both(one: str, other: str) -> list[str]:
    return [one, other]


def room_words() -> dict[str, object]:
    return {
        "places": places(),
        "minutes": _both(
            ngettext("{count} min left", "{count} min left", 1), ngettext("{count} min left", "{count} min left", 2)
        ),
        "clock": _("{clock} left"),
        "taking": _("Taking {count} min from {step}. Ends {end}."),
        "over": _("{count} min over. Ends {end}."),
        "said_step": _both(
            ngettext("{step}, {count} minute", "{step}, {count} minutes", 1),
            ngettext("{step}, {count} minute", "{step}, {count} minutes", 2),
        ),
        "said_left": _both(
            ngettext("{count} minute left", "{count} minutes left", 1),
            ngettext("{count} minute left", "{count} minutes left", 2),
        ),
        "said_taking": _both(
            ngettext("Taking {count} minute from {step}", "Taking {count} minutes from {step}", 1),
            ngettext("Taking {count} minute from {step}", "Taking {count} minutes from {step}", 2),
        ),
        "said_cards": _both(
            ngettext("{count} card shown", "{count} cards shown", 1),
            ngettext("{count} card shown", "{count} cards shown", 2),
        ),
        "said_quiet": _("Still quiet? Answer beside Who speaks."),
        "said_hint": _("A hint that only you see. Read it under Hint."),
        "your_turn": _("Your turn."),
        "turn_of": _("{name}'s turn."),
        "facilitates": _("{name} now facilitates."),
        "you_facilitate": _("You now facilitate."),
        "reconnecting": _("Reconnecting. Your notes are kept on this phone."),
        "waiting": _both(
            ngettext("{count} entry waits to be sent.", "{count} entries wait to be sent.", 1),
            ngettext("{count} entry waits to be sent.", "{count} entries wait to be sent.", 2),
        ),
        "meanwhile": _("Meanwhile: {what}"),
        "back": _("Connected again. Nothing changed meanwhile."),
        "elsewhere": _("Open elsewhere."),
        "changed": _("Step changed."),
        "kept": _("Kept on this phone"),
        "saved": _("Saved {clock}"),
        "hours": {"zone": timezone.get_current_timezone_name(), "twelve": moments.reads_twelve_hours()},
        "ready": _("{count} of {all} ready"),
        "writing": _both(
            ngettext("{count} person is writing.", "{count} people are writing.", 1),
            ngettext("{count} person is writing.", "{count} people are writing.", 2),
        ),
        "refused": _("That came too late: the room had moved on."),
        "closed": _("The session has ended."),
        "asked": _("{count} of {all} have asked"),
        "asking": {"questions": _("Questions only now"), "ideas": _("One thing that each would try")},
        "speaks": _("{name} speaks."),
        "voice_time": [_("not yet"), _("under 1 min"), _("{count} min")],
        "noted": _("Noted. Nobody sees who tapped."),
        "parked": _("Parked. Your group reads it under More."),
    }
