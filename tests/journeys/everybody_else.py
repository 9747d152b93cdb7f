"""What 115 of 120 managers do, without 115 browsers: answer by their own link, and have a calendar read.

Run beside the product: ``python -m tests.journeys.everybody_else START``, with {address: token} as JSON to read.
"""

import json
import sys
from datetime import date

import django


def answer_and_bring_calendars(start: date, tokens: dict[str, str]) -> None:
    from django.utils import timezone

    from hexad.demo import invent
    from hexad_web.availability.models import Source
    from hexad_web.home import demo
    from hexad_web.people.actions.answering import answer_by_link
    from hexad_web.people.models import Participation, Person

    now = timezone.now()
    company = invent(demo.MANAGERS, meetings=demo.MEETINGS, seed=demo.SEED, start=start)
    answers = {"joins": "join", "leaves": "join", "declines": "decline"}
    for person, conduct in zip(company.people, company.conduct, strict=True):
        if person.email in tokens and conduct in answers:
            answer_by_link(token=tokens[person.email], answer=answers[conduct], now=now)
    calendars = demo.read_calendars(company)
    joined = Person.objects.filter(participation=Participation.JOINED, email__in=tokens)
    Source.objects.bulk_create(demo.source_of(person, calendars[person.email], now) for person in joined)


if __name__ == "__main__":
    django.setup()
    answer_and_bring_calendars(date.fromisoformat(sys.argv[1]), json.load(sys.stdin))
