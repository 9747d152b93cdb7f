"""The library's items once more, so that they are collected for translation; a test keeps the two lists equal."""

from django.utils.translation import gettext_noop

ITEMS = (
    gettext_noop("I restate what was said before I answer."),
    gettext_noop("I say what decision is needed and by when."),
    gettext_noop("I ask the quieter person."),
    gettext_noop("I close with who does what."),
    gettext_noop("This manager restates what was said before answering."),
    gettext_noop("This manager says what decision is needed and by when."),
    gettext_noop("This manager asks the quieter person."),
    gettext_noop("This manager closes with who does what."),
    gettext_noop("I raise a disagreement with the person concerned first."),
    gettext_noop("I describe the issue without blame."),
    gettext_noop("I propose two ways out."),
    gettext_noop("I come back to check."),
    gettext_noop("This manager raises a disagreement with the person concerned first."),
    gettext_noop("This manager describes the issue without blame."),
    gettext_noop("This manager proposes two ways out."),
    gettext_noop("This manager comes back to check."),
    gettext_noop("I ask another unit before I decide."),
    gettext_noop("I share what another unit needs without being asked."),
    gettext_noop("I offer people or time to another unit."),
    gettext_noop("I credit another unit in public."),
    gettext_noop("This manager asks another unit before deciding."),
    gettext_noop("This manager shares what another unit needs without being asked."),
    gettext_noop("This manager offers people or time to another unit."),
    gettext_noop("This manager credits another unit in public."),
)
TWO = (
    gettext_noop("Seen to act differently"),
    gettext_noop("In the last four weeks, have you seen this manager act differently?"),
    gettext_noop("More effective"),
    gettext_noop("Is this manager more effective than four weeks ago?"),
)
STEPS_OF_TWO = (
    gettext_noop("Not at all"),
    gettext_noop("A little"),
    gettext_noop("Somewhat"),
    gettext_noop("Clearly"),
    gettext_noop("Very clearly"),
    gettext_noop("Much less"),
    gettext_noop("Less"),
    gettext_noop("As before"),
    gettext_noop("More"),
    gettext_noop("Much more"),
)
STEPS = (
    gettext_noop("Never"),
    gettext_noop("Once or twice"),
    gettext_noop("About half of the time"),
    gettext_noop("Often"),
    gettext_noop("Almost every time"),
)
TITLES = (gettext_noop("Communication"), gettext_noop("Conflict"), gettext_noop("Collaboration"))
RULES = (
    gettext_noop("A group is counted by the wave that was drawn, whenever it really begins."),
    gettext_noop("A group that never begins counts with its wave; its missing answers are missing."),
    gettext_noop("A group that ends counts with the answers it gave."),
    gettext_noop("Groups that merge count as the one in which most members were."),
)
REMEDIES = (
    gettext_noop("Write the number of a group of the study, as its page lists them."),
    gettext_noop("Write the first day of the period as year-month-day, such as 2027-03-01."),
    gettext_noop("Write one number, such as 12.5."),
    gettext_noop("Keep one row for each group and date."),
    gettext_noop("Give a column this name in the first row."),
    gettext_noop("Add a row for each group and date below the headings."),
)
