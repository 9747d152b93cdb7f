"""Every sentence of a report, in English; a product translates them through :class:`hexad.report.speech.Speech`."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """How a figure is written."""

    HOURS = "hours"
    MONEY = "money"
    SHARE = "share"
    FINE_SHARE = "fine share"  # of work time: hundredths of a per cent count
    COUNT = "count"
    MEAN = "mean"
    STEPS = "steps"  # of an answer's scale, with a sign


@dataclass(frozen=True, slots=True)
class Spec:
    """What a figure is called, how it is written and where it comes from."""

    label: str
    unit: Unit
    how: str


SELF = "Managers rated themselves, in the sessions of this period. Each counts once, where both ratings are there."
FOLLOWED = "Asked by mail; of those who answered in this period, who still does it, as planned or changed."
FIVE = "Answered in the last ten minutes of explore, from 1, not at all, to 5, very much."
SEEN = "Those who work with a manager answered after practice, from 0, the least, to 4, the most. Nothing is compared."

SPECS: dict[str, Spec] = {
    "hours": Spec(
        "Hours in sessions",
        Unit.HOURS,
        "Length of every session that took place, times the members of its group. Who came late counts in full.",
    ),
    "cost": Spec(
        "Cost, time included",
        Unit.MONEY,
        "Sessions that took place, times members, times what a member's session costs by the assumptions below.",
    ),
    "cost_cash": Spec("Of it cash", Unit.MONEY, "The same, without the managers' own time."),
    "saving_with_time": Spec(
        "Saving against the training",
        Unit.SHARE,
        "What a head costs in groups against the training in the assumptions below, time included.",
    ),
    "saving_low": Spec("Saving, low", Unit.SHARE, "The same where the uncertain assumptions go against the groups."),
    "saving_high": Spec("Saving, high", Unit.SHARE, "The same where the uncertain assumptions speak for the groups."),
    "saving_cash": Spec("Saving in cash alone", Unit.SHARE, "The same, without anybody's own time."),
    "dose": Spec(
        "Learning hours, of the training's",
        Unit.SHARE,
        "Hours of learning a head in groups, divided by those of the training: not the same dose.",
    ),
    "time_share": Spec(
        "Work time of the one in the middle",
        Unit.FINE_SHARE,
        "Each person's hours in sessions as a share of their work time of the period; the median, rounded.",
    ),
    "time_low": Spec(
        "Work time, low",
        Unit.FINE_SHARE,
        "The same of somebody who gives little: as many people give less as nobody could be found among.",
    ),
    "time_high": Spec(
        "Work time, high",
        Unit.FINE_SHARE,
        "The same of somebody who gives much: as many people give more as nobody could be found among.",
    ),
    "offered": Spec(
        "Asked to take part",
        Unit.COUNT,
        "People who answered in this period, and those first asked in it who had not answered when it ended.",
    ),
    "joined": Spec(
        "Joined",
        Unit.COUNT,
        "Of them, whose first answer was yes. An answer counts once, in the period in which it was given.",
    ),
    "joined_share": Spec("Joined, of those asked", Unit.SHARE, "People who joined, divided by people asked."),
    "declined": Spec("Declined", Unit.COUNT, "Of them, whose first answer was no."),
    "unanswered": Spec("Not answered", Unit.COUNT, "Of them, who had said neither."),
    "groups": Spec("Groups", Unit.COUNT, "Groups that had a session in this period."),
    "held": Spec("Sessions held", Unit.COUNT, "Sessions of this period that took place."),
    "missed": Spec("Sessions fallen through", Unit.COUNT, "Sessions of this period that nobody or one alone came to."),
    "explore": Spec("Of them explore", Unit.COUNT, "Sessions of this period that took place, by kind."),
    "reflect": Spec("Of them reflect", Unit.COUNT, "Sessions of this period that took place, by kind."),
    "before": Spec("Self-rating before", Unit.MEAN, SELF),
    "after": Spec("Self-rating after", Unit.MEAN, SELF),
    "effect": Spec(
        "Seen by others, more often",
        Unit.STEPS,
        "What those who work with managers answered, from 0, never, to 4: groups that began against waiting ones.",
    ),
    "effect_low": Spec("The least it may be", Unit.STEPS, "Lower end of the 95 % interval of the same."),
    "effect_high": Spec("The most it may be", Unit.STEPS, "Upper end of the 95 % interval of the same."),
    "sharing": Spec("Gained from what others told", Unit.MEAN, FIVE),
    "comfort": Spec("At ease when telling", Unit.MEAN, FIVE),
    "responses": Spec("Helped by the responses", Unit.MEAN, FIVE),
    "material": Spec("Helped by the module's pages", Unit.MEAN, FIVE),
    "seen_different": Spec("Seen to act differently", Unit.MEAN, SEEN),
    "seen_effective": Spec("Seen as more effective", Unit.MEAN, SEEN),
    "kept": Spec(
        "Kept, at reflect",
        Unit.SHARE,
        "Of those who decided in a reflect session of this period, who goes on with the plan, as it was or changed.",
    ),
    "kept_3": Spec("Still in use after three months", Unit.SHARE, FOLLOWED),
    "kept_6": Spec("Still in use after six months", Unit.SHARE, FOLLOWED),
    "raised": Spec("Obstacles raised", Unit.COUNT, "Released by groups in this period, with everybody's consent."),
    "answered": Spec("Obstacles answered", Unit.COUNT, "Of them, those with an answer when the period closed."),
    "stories": Spec("Stories released", Unit.COUNT, "Released in this period by whoever told them."),
}

TITLES = {
    "spent": "What was spent",
    "part": "Who took part",
    "sessions": "Sessions",
    "effect": "What the groups changed",
    "changed": "What changed",
    "kept": "What was kept",
    "obstacles": "Obstacles",
    "stories": "Stories",
    "unknown": "What we do not know",
    "questions": "The four questions after explore",
    "seen": "What those who work with managers saw",
    "time": "Time of managers",
    "cost": "Cost in full",
    "parts": "By part of the organisation",
    "modules": "Modules in use",
    "assumptions": "What the cost rests on",
    "provenance": "Where each number comes from",
}

KINDS = {
    "spent": "Counted",
    "description": "Description, not evidence",
    "evidence": "Evidence",
    "words": "In their own words",
    "open": "Open",
}

UNKNOWN = {
    "no_comparison": "Whether the groups caused any change. Nobody who started later was compared with them.",
    "self_rated": "What others notice at work. Only the managers themselves were asked.",
    "not_due_3": "What is still in use after three months. It is too early to ask.",
    "not_due_6": "What is still in use after six months. It is too early to ask.",
    "no_ratings": "How the managers rate themselves now. Nobody has rated twice yet.",
    "no_benefit": "What it is worth in money. No figure of the organisation stands beside it.",
    "absence": "Who came late or was absent. Hours count every member of a group.",
    "some_hidden": "Some numbers are not shown. They could be traced to people.",
}

CHOICES = {
    "done": "Done",
    "will_do": "Will do",
    "cannot": "Cannot, because",
    "need_more": "Need more",
    "": "Not answered yet",
}

HIDDEN = "Not shown. It could be traced to people."
NOT_YET = "Nothing to count yet."

SENTENCES = {
    "title": "Peer learning groups: report to the board",
    "period": "{name}: {start} to {end}",
    "closed": "Closed {day}. These figures do not change any more.",
    "dose": "Not the same dose: {dose} of the training's learning hours.",
    "description": "How managers rate themselves before explore and after reflect. An ordinary trend may explain it.",
    "not_yet_knowable": "Whether it changed because of the groups is not yet knowable: there is no comparison.",
    "effect_more": "Those who work with managers see it more often where groups began than where they waited.",
    "effect_less": "Those who work with managers see it less often where groups began than where they waited.",
    "effect_none": "No effect can be shown: it may be anything from {low} to {high} steps, nought among them.",
    "effect_alt": "Effect of {effect} steps; 95 % interval from {low} to {high}.",
    "no_obstacles": "No group has raised one.",
    "all_answered": "Every obstacle that groups raised has an answer.",
    "some_open": "Some of the obstacles that groups raised wait for an answer.",
    "none_open": "None of the obstacles that groups raised has an answer yet.",
    "no_stories": "Nobody has released one.",
    "some_stories": "Released by whoever told them.",
    "by_date": "by {day}",
    "change_alt": "Self-rating on a scale from {least} to {most}: {before} before, {after} after.",
    "saving_alt": "Saving against the training: {low} at the low end, {likely} likely, {high} at the high end.",
    "likely": "Likely",
    "figure": "Figure",
    "value": "Value",
    "people": "People behind it",
    "how": "Where it comes from",
    "part": "Part",
    "module": "Module",
    "assumption": "Assumption",
    "unit": "Unit",
    "source": "Source",
    "before": "Before",
    "after": "After",
    "given": "Given by the organisation",
    "threshold": "Nothing is shown that could lead to fewer than {n} people.",
    "behind": "Behind the numbers",
    "page": "Page {page} of {pages}",
}

EVERYTHING: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *(text for spec in SPECS.values() for text in (spec.label, spec.how)),
            *TITLES.values(),
            *KINDS.values(),
            *UNKNOWN.values(),
            *CHOICES.values(),
            HIDDEN,
            NOT_YET,
            *SENTENCES.values(),
        ]
    )
)
