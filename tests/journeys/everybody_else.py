"""What 115 of 120 managers do, without 115 browsers: answer by their own link, and have a calendar read.

Called beside the product, like all that writes to its database.
"""

from datetime import date


def answer_and_bring_calendars(begins: str, tokens: dict[str, str]) -> None:
    """``begins``: the ISO date of the first day; ``tokens``: by address."""
    from django.utils import timezone

    from hexad.demo import invent
    from hexad_web.availability.models import Source
    from hexad_web.home import demo
    from hexad_web.people.actions.answering import answer_by_link
    from hexad_web.people.models import Participation, Person

    now = timezone.now()
    company = invent(demo.MANAGERS, meetings=demo.MEETINGS, seed=demo.SEED, start=date.fromisoformat(begins))
    answers = {"joins": "join", "leaves": "join", "declines": "decline"}
    for person, conduct in zip(company.people, company.conduct, strict=True):
        if person.email in tokens and conduct in answers:
            answer_by_link(token=tokens[person.email], answer=answers[conduct], now=now)
    calendars = demo.read_calendars(company)
    joined = Person.objects.filter(participation=Participation.JOINED, email__in=tokens)
    Source.objects.bulk_create(demo.source_of(person, calendars[person.email], now) for person in joined)
