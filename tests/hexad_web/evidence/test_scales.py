"""An organisation's own questions: asked in the next study, frozen with it, taken out and put back."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.evidence.actions import measuring, scaling, studying
from hexad_web.evidence.models import OwnScale, OwnSheet
from hexad_web.evidence.queries import asked, studies
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import GroupMember
from hexad_web.practice.refusals import Refused
from tests.hexad_web.formation.cast import finished_run, join

pytestmark = pytest.mark.django_db
ITEMS = [("I ask customers first.", "This manager asks customers first."), ("I call back.", "This manager calls back.")]
FORM = {
    "act": "add",
    "title": "Customers",
    "own_1": ITEMS[0][0],
    "other_1": ITEMS[0][1],
    "own_2": ITEMS[1][0],
    "other_2": ITEMS[1][1],
}


def test_an_owner_adds_takes_out_and_puts_back(owner_client: Client) -> None:
    page = reverse("evidence:scales")
    assert owner_client.post(page, {**FORM, "other_2": ""}).status_code == 422
    answer = owner_client.post(page, {**FORM, "own_3": "I listen."})
    assert answer.status_code == 422
    assert "Give both wordings, or neither." in answer.content.decode()
    assert owner_client.post(page, FORM)["Location"] == page
    scale = OwnScale.objects.get()
    owner_client.post(page, {"act": "take_out", "scale": scale.pk})
    assert asked.own_scales(scale.organisation_id) == []
    assert "Taken out. The next study does not ask it." in owner_client.get(page).content.decode()
    owner_client.post(page, {"act": "put_back", "scale": scale.pk})
    assert asked.own_scales(scale.organisation_id) == [scale]


def test_two_of_your_own_are_enough(owner: Actor, now: datetime) -> None:
    for title in ("One", "Two"):
        scaling.add(actor=owner, title=title, items=ITEMS, now=now)
    with pytest.raises(Refused, match="Two of your own are enough"):
        scaling.add(actor=owner, title="Three", items=ITEMS, now=now)


def test_a_study_compares_an_own_scale_and_keeps_its_words(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 24)
    run = finished_run(owner, now)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    scale = scaling.add(actor=owner, title="Customers", items=ITEMS, now=now)
    wanted = studying.Wanted(scale=scale.key, waves=2, first_date=(now + timedelta(days=30)).date(), weeks=8)
    drawn = studying.draw(actor=owner, wanted=wanted, now=now)
    assert studies.view_of(drawn).compared == [other for _own, other in ITEMS]
    study = studying.freeze(actor=owner, seed=drawn.seed, now=now)
    assert ITEMS[0][1] in study.plan_text
    OwnScale.objects.update(items=[["Changed.", "Changed."]])
    assert [item.other for item in asked.items_of(study)][-2:] == [other for _own, other in ITEMS]
    assert len(asked.items_of(study)) == 14
    person = GroupMember.objects.filter(is_active=True)[0].person
    at = now + timedelta(days=17)
    measuring.take_part(study=study, person=person, now=at)
    answers = {item.key: "3" for item in asked.items_of(study)}
    measuring.answer_own(study=study, person=person, answers=answers, now=at)
    assert OwnSheet.objects.get().answers[f"{scale.key}-2"] == 3


def test_a_scale_that_is_gone_cannot_be_frozen(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 24)
    run = finished_run(owner, now)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    scale = scaling.add(actor=owner, title="Customers", items=ITEMS, now=now)
    first = (now + timedelta(days=30)).date()
    drawn = studying.draw(actor=owner, wanted=studying.Wanted(scale.key, 2, first, 8), now=now)
    scaling.take_out(actor=owner, scale=scale, now=now)
    with pytest.raises(studying.NotDrawn, match="not asked any more"):
        studying.freeze(actor=owner, seed=drawn.seed, now=now)
    with pytest.raises(studying.NotDrawn, match="Choose what should change"):
        studying.draw(actor=owner, wanted=studying.Wanted(scale.key, 2, first, 8), now=now)
