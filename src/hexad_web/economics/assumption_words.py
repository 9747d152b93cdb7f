"""Labels, units and sources of the assumptions, so that they are collected for translation; said by ``say`` later."""

from django.utils.translation import gettext, gettext_noop

WORDS = (
    gettext_noop("Loaded cost of an hour of a manager"),
    gettext_noop("an hour"),
    gettext_noop(
        "US Bureau of Labor Statistics: median annual wage of management occupations, 122,090, over 2,080 hours and a 70.2 % share of wages in total compensation"
    ),
    gettext_noop("Learning hours of the training"),
    gettext_noop("hours"),
    gettext_noop("Two days of eight hours"),
    gettext_noop("Travel to the training, both ways"),
    gettext_noop("Our assumption: two hours each way"),
    gettext_noop("People in one training"),
    gettext_noop("people"),
    gettext_noop("Our assumption: a full seminar room"),
    gettext_noop("Trainer's fee"),
    gettext_noop("a day"),
    gettext_noop("Our assumption: replace it by an offer that you have"),
    gettext_noop("Training days"),
    gettext_noop("days"),
    gettext_noop("The published comparison: a two-day offsite"),
    gettext_noop("Design of the training"),
    gettext_noop("a training"),
    gettext_noop("Room and catering at the venue"),
    gettext_noop("a person and day"),
    gettext_noop("Our assumption: a day rate in a conference hotel"),
    gettext_noop("Nights away"),
    gettext_noop("nights"),
    gettext_noop("Two days, one night between them"),
    gettext_noop("Hotel"),
    gettext_noop("a night"),
    gettext_noop("US General Services Administration: standard lodging rate"),
    gettext_noop("Meals beside the venue's catering"),
    gettext_noop("US General Services Administration: meals on the first and last day of travel"),
    gettext_noop("Journey, both ways"),
    gettext_noop("a person"),
    gettext_noop("Our assumption: rail or a short flight"),
    gettext_noop("Material of the training"),
    gettext_noop("Our assumption"),
    gettext_noop("Sessions of a group"),
    gettext_noop("sessions"),
    gettext_noop("The published comparison: four sessions against a two-day offsite"),
    gettext_noop("Length of a session"),
    gettext_noop("The method: 90 minutes"),
    gettext_noop("Managers in a group"),
    gettext_noop("The method: six by default"),
    gettext_noop("The facilitator's preparation of a session"),
    gettext_noop("Our assumption: one member an hour, everybody else none"),
    gettext_noop("Facilitator from outside (0: a member facilitates)"),
    gettext_noop("The method: a member facilitates"),
    gettext_noop("Software and its operation"),
    gettext_noop("Our assumption: a small server and an hour of administration a month, shared by a hundred managers"),
    gettext_noop("Material of the groups"),
    gettext_noop("Practice for each session, beyond the job itself"),
    gettext_noop("The published comparison counts none: practice happens in the job"),
    gettext_noop("Work time of a manager"),
    gettext_noop("hours a year"),
    gettext_noop("52 weeks of 40 hours"),
)


def say(text: str) -> str:
    """What the library says, in the reader's language."""
    return gettext(text)
