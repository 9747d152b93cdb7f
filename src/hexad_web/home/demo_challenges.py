"""What managers of the demo organisation find hard, in their own words; invented like they are."""

from collections.abc import Sequence
from datetime import datetime

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, Role
from hexad_web.challenges.actions import stating
from hexad_web.challenges.actions.stating import Answers
from hexad_web.people.models import Participation, Person

STATEMENTS = (
    "I hand a task over and in the evening I correct it until it is mine again.",
    "Tasks that I hand over come back to me with every small decision.",
    "I correct every task that my people hand back, because it is quicker.",
    "When I am away nobody decides, and every task waits until I am back.",
    "I would hand over more tasks, but the decision always comes back to my desk.",
    "Two of my people only talk to each other with me in copy.",
    "The quarrel between two people of my team began with a small thing that nobody named.",
    "I saw the first signs of a quarrel in my team and said nothing.",
    "People of two departments blame each other in every meeting, and I sit between them.",
    "A quarrel in my team has gone quiet, and I do not know whether it is over.",
    "I was promoted, and my old colleagues still ask me every technical question.",
    "I was the technical expert, and now I do my old work in the evening.",
    "Since I was promoted I do not know what I have achieved at the end of a week.",
    "My former colleagues report to me now, and we do not know how to talk.",
    "I solve every technical question myself, although I was promoted to lead.",
    "Our shift meetings run over, and nothing is decided in them.",
)
GIVES = (
    "I have moved a team to another site and kept all of it.",
    "I have learned to say no to my own boss.",
    "I know how to begin a talk that I would rather not have.",
    "I have led people who knew more than I did.",
)
WANTS = (
    "One evening a week without work that others could do.",
    "To say a small thing while it is small.",
    "To be asked less and to hear more.",
    "To know what only I can do.",
)


def add_challenges(organisation: Organisation, people: Sequence[Person], now: datetime) -> None:
    """The first who joined have shared what is hard for them; the worker makes topics of it."""
    joined = [person for person in people if person.participation == Participation.JOINED]
    for number, (person, statement) in enumerate(zip(joined, STATEMENTS, strict=False)):
        actor = Actor(organisation=organisation, role=Role.PARTICIPANT, user=person.user)
        answers = Answers(
            statement=statement,
            gives=GIVES[number % len(GIVES)],
            wants=WANTS[number % len(WANTS)],
            online=number % 5,
        )
        stating.save_answers(actor=actor, answers=answers, now=now)
        stating.share(actor=actor, now=now)
