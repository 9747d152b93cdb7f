"""The library's rescue hints once more, so that they are collected for translation; a test keeps the two equal."""

from django.utils.translation import gettext_noop

HINTS = (
    gettext_noop("Advice came %(times)d times before half of you had asked. Taps say so, not words."),
    gettext_noop("Before we advise: what else would you like to ask?"),
    gettext_noop(
        "Rule: twice in a part, ideas within 30 seconds or one more “That was advice”, before half have asked."
    ),
    gettext_noop("%(waiting)d have still to speak, and the round has %(left)d minutes left."),
    gettext_noop("One last sentence, please, and then we go on."),
    gettext_noop("Rule: a turn is over its time, and the round would end over by one and a half, or 4 minutes."),
    gettext_noop("%(name)s has had the word for %(own)d of %(all)d minutes that were tapped in open parts."),
    gettext_noop("Let us hear somebody who has not spoken for a while."),
    gettext_noop(
        "Rule: one voice comes back after each other one, for a minute and more, and has most of the tapped time."
    ),
    gettext_noop("%(name)s has not had the word in the open parts so far, in %(turns)d taps."),
    gettext_noop("%(name)s, would you like to add something? Passing is fine."),
    gettext_noop("Rule: two thirds of an open part are over, and more than five taps for each of you went to others."),
    gettext_noop("Nobody has tapped or added anything for %(minutes)d minutes."),
    gettext_noop("Let each of us write down one thought for a minute. Then we read them."),
    gettext_noop(
        "Rule: a tap says that nobody speaks, two confirm it, and nothing else comes for four and a half minutes."
    ),
    gettext_noop("This round is %(over)d minutes over. The next step pays for it."),
)
