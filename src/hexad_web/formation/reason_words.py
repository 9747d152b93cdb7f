"""The library's sentences once more, so that they are collected for translation; a test keeps the two lists equal.

Beside them stand the product's own reasons why a run has no groups, which are stored and said in the same way.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

REASONS = (
    gettext_noop("All carry the level %(value)s."),
    gettext_noop("%(missing)s of %(members)s carry another level than %(value)s."),
    gettext_noop("Nobody meets a boss or a fellow report."),
    gettext_noop("%(first)s and %(second)s share a reporting line."),
    gettext_noop("Nobody meets somebody to be kept apart from."),
    gettext_noop("%(first)s and %(second)s are to be kept apart."),
    gettext_noop("Private constraints are kept."),
    gettext_noop("A private constraint is not kept."),
    gettext_noop("Nobody is parted from somebody to be together with."),
    gettext_noop("%(first)s is to be together with %(second)s."),
    gettext_noop("All accept the challenge %(value)s."),
    gettext_noop("%(value)s is everybody's first choice."),
    gettext_noop("One first choice unites %(first)s of %(members)s; one of the first two choices unites %(second)s."),
    gettext_noop("%(missing)s of %(members)s do not accept the challenge %(value)s."),
    gettext_noop("All can meet in each of %(blocks)s stretches of the calendar."),
    gettext_noop("All but one can meet in each of %(blocks)s stretches of the calendar."),
    gettext_noop("No window suits all in %(missing)s of %(blocks)s stretches of the calendar."),
    gettext_noop("No two of their windows lie 21 to 28 days apart, as an explore and its reflect session do."),
    gettext_noop("All speak %(value)s."),
    gettext_noop("%(missing)s of %(members)s do not speak %(value)s."),
    gettext_noop("Nothing is known that stands against it."),
    gettext_noop("They come from %(values)s departments."),
    gettext_noop("They work at %(values)s sites."),
    gettext_noop("They bring %(values)s bands of experience."),
    gettext_noop("%(title)s: %(values)s different among %(members)s."),
    gettext_noop("All share one value of %(title)s."),
    gettext_noop("All come from one department."),
    gettext_noop("All work at one site."),
    gettext_noop("All have been here for about as long."),
    gettext_noop("All have one function."),
    gettext_noop("They come from %(values)s functions."),
    gettext_noop("Nobody is the only one of a kind."),
    gettext_noop("One member stands alone where all the others agree: %(columns)s."),
    gettext_noop("Nobody meets somebody from an earlier group."),
    gettext_noop("Pairs who meet again: %(pairs)s."),
    gettext_noop("All work at %(value)s and can meet in person."),
    gettext_noop("%(missing)s of %(members)s do not work at %(value)s."),
    gettext_noop("Wants that somebody here can meet: %(wants)s."),
    gettext_noop("Nobody here gives what another wants."),
    gettext_noop("%(title)s reaches from %(low)s to %(high)s."),
    gettext_noop("%(members)s members."),
    gettext_noop("A group of %(members)s, outside %(low)s to %(high)s."),
    gettext_noop("%(name)s waits, drawn by lot: %(people)s people make no groups of %(low)s to %(high)s."),
    gettext_noop("%(name)s waits: no group of %(low)s to %(high)s that keeps every rule can begin yet."),
    gettext_noop("%(name)s is the only one here from %(value)s."),
    gettext_noop("%(name)s shares %(value)s with %(others)s here."),
    gettext_noop("%(name)s fits the group's rules."),
    gettext_noop("%(people)s people are fewer than a group of %(low)s. Invite %(more)s more or allow smaller groups."),
    gettext_noop("%(names)s are to be together, more than a group of %(high)s holds: part them."),
    gettext_noop("%(names)s are to be together, which breaks the rule “%(title)s”: drop one of the two."),
    gettext_noop(
        "%(names)s: %(people)s people may not meet each other, and there are %(groups)s groups to spread them over. "
        "Invite more people, make smaller groups, or let the rule give way."
    ),
    gettext_noop("People are to be together, and they cannot be. A private constraint stands against it."),
    gettext_noop(
        "%(people)s people may not meet each other, and there are %(groups)s groups to spread them over. "
        "A private constraint stands against it."
    ),
    gettext_noop("%(names)s: locked into two groups; keep one."),
    gettext_noop("No rule leaves enough people for a single group: let a rule give way, or allow smaller groups."),
    gettext_noop("No grouping was found that keeps the rule “%(title)s”."),
    gettext_noop("A private constraint stands against it."),
    gettext_noop("Let the rule give way, invite more people, or change the sizes."),
)

RULES = (
    gettext_noop("Same level"),
    gettext_noop("Members carry the same level of responsibility."),
    gettext_noop("Outside the reporting line"),
    gettext_noop("Nobody meets a boss, a boss's boss or a fellow report."),
    gettext_noop("How many bosses up the line count; fellow reports always do."),
    gettext_noop("Kept apart"),
    gettext_noop("People whom the owner keeps apart are not in one group."),
    gettext_noop("A private constraint"),
    gettext_noop("Private wishes to be apart are kept, and nobody sees them."),
    gettext_noop("Kept together"),
    gettext_noop("People whom the owner puts together share a group."),
    gettext_noop("Shares the challenge"),
    gettext_noop("Ranked high"),
    gettext_noop("Every member accepts the group's challenge."),
    gettext_noop("Members get the challenge that they ranked first, or at least second."),
    gettext_noop("Can meet"),
    gettext_noop("All members share a free window in every four weeks."),
    gettext_noop("Length of the window that the members need in common."),
    gettext_noop("How many members may be absent from the window."),
    gettext_noop("Tentative and movable entries count as free."),
    gettext_noop("The hours that people are willing to stretch to count as work."),
    gettext_noop("A language in common"),
    gettext_noop("All members speak one language."),
    gettext_noop("Different departments"),
    gettext_noop("Members come from different departments."),
    gettext_noop("Whether members should be different or the same."),
    gettext_noop("Different sites"),
    gettext_noop("Members come from different sites."),
    gettext_noop("Mixed tenure"),
    gettext_noop("New and seasoned managers meet."),
    gettext_noop("Years of service at which a new band begins."),
    gettext_noop("Different functions"),
    gettext_noop("Members come from different functions."),
    gettext_noop("Nobody the only one of a kind"),
    gettext_noop("Nobody stands alone where all the others agree."),
    gettext_noop("Columns in which being the only one isolates."),
    gettext_noop("New faces"),
    gettext_noop("Members have not shared a group before; the fresher a group, the more it counts."),
    gettext_noop("Face to face at first"),
    gettext_noop("Members work at one site, so that the first session can be in person."),
    gettext_noop("Gives and wants meet"),
    gettext_noop("What a member wants, another can give."),
    gettext_noop("Similar digital habits"),
    gettext_noop("Members are used to meeting online to a similar degree."),
    gettext_noop("Read the column as a number."),
    gettext_noop("Further column"),
    gettext_noop("Members differ in a further column of the file."),
    gettext_noop("Read the column as a number and spread low and high values."),
)

# The library judges the size beside the rules, under a title that it makes of the key.
SIZE = gettext_noop("Size")

OWN: Mapping[str, str] = {
    "run.few": gettext_noop("Only %(count)s can be in a group; a group needs %(smallest)s."),
    "run.nobody": gettext_noop("Nobody waits for a group: invite people, or wait until somebody joins."),
    "run.none_yet": gettext_noop(
        "No group that keeps every rule and can meet can begin yet. Everybody goes on waiting; nothing was changed."
    ),
    "run.stopped": gettext_noop("Stopped before the search began."),
    "run.ended": gettext_noop("The search ended three times without an answer. Try a shorter limit, or fewer rules."),
}


def no_groups(code: str, **values: int) -> dict[str, Any]:
    """Why a run has no groups, as it is stored: code and values, and the sentence in English."""
    text = OWN[code] % values
    return {"parts": [{"code": code, "values": values, "text": text}], "sentence": text, "rules": []}
