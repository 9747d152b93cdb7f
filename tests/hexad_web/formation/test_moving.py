"""Moving a person: the effect at once, a reason where a must breaks, and Undo that survives a reload."""

from datetime import datetime
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad.formation.explain import score
from hexad.formation.ruleset import RuleSet
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.formation.actions.moving import Move, NotMoved, move_person, undo_last
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.actions.running import tally_of
from hexad_web.formation.models import Edit, Group, Run, RunInput
from hexad_web.formation.queries import moves
from hexad_web.people.models import Person
from tests.hexad_web.formation.cast import finished_run, group, join, members, policy_for, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Actor) -> list[Person]:
    return join(owner.organisation, 15)


@pytest.fixture
def run(owner: Actor, people: list[Person], now: datetime) -> Run:
    """Three groups of five, so that there is room for one more in each."""
    return finished_run(owner, now, size=5, judged=True)


def into(run: Run, person: Person, number: int, swap: Person | None = None, reason: str = "") -> Move:
    other = seat(swap, run).pk if swap else None
    return Move(seat_id=seat(person, run).pk, group_id=group(run, number).pk, swap_id=other, reason=reason)


def apart(owner: Actor, people: list[Person], now: datetime) -> Run:
    """The same groups under a policy that keeps the first of group 1 and the first of group 2 apart."""
    rules = RuleSet(apart=((people[0].email, people[5].email),))
    policy_for(owner.organisation, rules=rules.as_json())
    return finished_run(owner, now, size=5, judged=True)


def move_page(client: Client, run: Run, person: Person) -> str:
    response = client.get(reverse("formation:move", args=[run.pk, seat(person, run).pk]))
    assert response.status_code == 200
    return words(response)


def words(response: HttpResponse) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_each_other_group_is_offered_with_its_score_change(
    owner_client: Client, run: Run, people: list[Person]
) -> None:
    page = move_page(owner_client, run, people[0])
    assert "Group 2" in page
    assert "Group 3" in page
    assert page.count('name="choice"') == 2
    assert "keeps all rules." in page


def test_the_change_announced_is_the_change_made(owner: Actor, run: Run, people: list[Person], now: datetime) -> None:
    context = moves.preparing.context_of(run)
    assert context is not None
    before = score(context, moves.members_of(run, run.groups.values_list("pk", flat=True))).objective
    edit = move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)
    run.refresh_from_db()
    assert run.score == pytest.approx(before + edit.change)
    assert people[0].pk in members(run)[2]
    assert (group(run, 1).size, group(run, 2).size) == (4, 6)


def test_after_moves_the_figures_are_those_of_judging_every_group_anew(
    owner: Actor, run: Run, people: list[Person], now: datetime
) -> None:
    move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)
    move_person(actor=owner, run_id=run.pk, move=into(run, people[7], 3, people[12]), now=now)
    context = moves.preparing.context_of(run)
    assert context is not None
    anew = score(context, moves.members_of(run, run.groups.values_list("pk", flat=True))).as_json()
    run.refresh_from_db()
    assert (run.score, run.can_meet) == (pytest.approx(anew["objective"]), anew["can_meet"])
    assert run.result["tally"] == tally_of(anew["groups"])
    gave_way = [(one["group"].removeprefix("g"), one["rule"]) for one in run.result["relaxed"]]
    assert sorted(gave_way) == sorted((one["group"], one["rule"]) for one in anew["relaxed"])


def test_a_move_in_a_large_run_asks_no_more_of_the_database(owner: Actor, people: list[Person], now: datetime) -> None:
    def statements(run: Run) -> int:
        move = into(run, seat_of_group(run, 1), 2)
        assert moves.board_of(run, []) is not None
        with CaptureQueriesContext(connection) as asked:
            move_person(actor=owner, run_id=run.pk, move=move, now=now)
        return len(asked)

    few = statements(finished_run(owner, now, size=5, judged=True))
    join(owner.organisation, 45)
    assert statements(finished_run(owner, now, size=5, judged=True)) == few


def seat_of_group(run: Run, number: int) -> Person:
    return Person.objects.get(pk=members(run)[number][0])


def test_both_groups_are_judged_anew(owner: Actor, run: Run, people: list[Person], now: datetime) -> None:
    untouched = group(run, 3).by_rule
    move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)
    sizes = {row["rule"]: row["reason"]["values"] for row in group(run, 2).by_rule}["size"]
    assert sizes["members"] == 6
    assert group(run, 3).by_rule == untouched


def test_where_a_group_is_full_an_exchange_is_offered(owner: Actor, owner_client: Client, now: datetime) -> None:
    people = join(owner.organisation, 12)
    run = finished_run(owner, now, size=6, judged=True)
    page = move_page(owner_client, run, people[0])
    assert "in exchange for" in page
    swap = moves.choices(run, seat(people[0], run), 1)[1][0].swap
    assert swap is not None
    move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2, swap.person), now=now)
    assert people[0].pk in members(run)[2]
    assert swap.person_id in members(run)[1]
    assert [len(keys) for keys in members(run).values()] == [6, 6]


def test_moving_by_the_form_leads_back_to_the_person(owner_client: Client, run: Run, people: list[Person]) -> None:
    chosen = seat(people[0], run)
    response = owner_client.post(
        reverse("formation:move", args=[run.pk, chosen.pk]), {"choice": f"{group(run, 2).pk}:"}
    )
    target = f"{reverse('formation:result', args=[run.pk])}?page=1&moved={chosen.pk}"
    assert response.headers["Location"] == target
    page = words(owner_client.get(target))
    link = reverse("formation:move", args=[run.pk, chosen.pk])
    assert f'href="{link}" data-move autofocus' in page
    assert f"{people[0].name} to group 2:" in page


def test_dropping_a_person_on_a_group_moves_at_once(owner_client: Client, run: Run, people: list[Person]) -> None:
    owner_client.post(
        reverse("formation:drop", args=[run.pk]),
        {"person": str(seat(people[0], run).pk), "group": str(group(run, 3).pk)},
    )
    assert people[0].pk in members(run)[3]


def test_breaking_a_must_needs_a_written_reason(owner: Actor, people: list[Person], now: datetime) -> None:
    run = apart(owner, people, now)
    with pytest.raises(NotMoved, match="Write why"):
        move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2, reason="  "), now=now)
    assert Edit.objects.count() == 0
    edit = move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2, reason="Both asked."), now=now)
    assert edit.reason == "Both asked."
    assert edit.broken[0]["code"] == "apart.broken"
    assert group(run, 2).is_relaxed


def test_a_rule_that_breaks_in_the_group_left_behind_is_said_of_that_group(
    owner: Actor, owner_client: Client, people: list[Person], now: datetime
) -> None:
    run = apart(owner, people, now)
    edit = move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2, reason="Both asked."), now=now)
    said = {key: value for key, value in edit.broken[0].items() if key != "group"}
    Edit.objects.update(broken=[{**said, "group": 2}, {**said, "group": 1}])
    page = words(owner_client.get(reverse("formation:result", args=[run.pk])))
    assert page.count("In group 1: ") == 1
    assert "In group 2: " not in page


def test_the_page_says_which_rule_would_break_and_keeps_the_choice(
    owner: Actor, owner_client: Client, people: list[Person], now: datetime
) -> None:
    run = apart(owner, people, now)
    page = move_page(owner_client, run, people[0])
    sentence = f"{people[0].name} and {people[5].name} are to be kept apart."
    assert sentence in page
    assert "Needs a reason" in page
    choice = f"{group(run, 2).pk}:"
    response = owner_client.post(reverse("formation:move", args=[run.pk, seat(people[0], run).pk]), {"choice": choice})
    assert response.status_code == 422
    assert "Write why: this move breaks a rule that must hold." in words(response)
    assert f'value="{choice}" required checked' in words(response)


def test_a_drop_that_breaks_a_must_leads_to_the_page_that_asks_why(
    owner: Actor, owner_client: Client, people: list[Person], now: datetime
) -> None:
    run = apart(owner, people, now)
    chosen, target = seat(people[0], run), group(run, 2)
    response = owner_client.post(
        reverse("formation:drop", args=[run.pk]), {"person": str(chosen.pk), "group": str(target.pk)}, follow=True
    )
    page = words(response)
    assert "Needs a reason" in page
    assert page.count('name="choice"') == 1
    assert people[0].pk in members(run)[1]


def test_undo_survives_a_reload_and_restores_everything(
    owner: Actor, owner_client: Client, run: Run, people: list[Person], now: datetime
) -> None:
    before = members(run)
    first = move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)
    score_before = Run.objects.get(pk=run.pk).score
    move_person(actor=owner, run_id=run.pk, move=into(run, people[5], 3), now=now)
    page = words(owner_client.get(reverse("formation:result", args=[run.pk])))
    assert f"{people[5].name} to group 3:" in page
    assert "Undo" in page
    second = Edit.objects.exclude(pk=first.pk).get()
    owner_client.post(reverse("formation:undo", args=[run.pk]), {"edit": str(second.pk)})
    assert Run.objects.get(pk=run.pk).score == pytest.approx(score_before)
    assert f"{people[0].name} to group 2:" in words(owner_client.get(reverse("formation:result", args=[run.pk])))
    undo_last(actor=owner, run_id=run.pk, edit_id=first.pk, now=now)
    assert members(run) == before
    assert not Edit.objects.filter(undone_at=None).exists()


def test_undoing_an_exchange_puts_both_back(owner: Actor, run: Run, people: list[Person], now: datetime) -> None:
    before = members(run)
    edit = move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2, people[6]), now=now)
    assert members(run) != before
    undo_last(actor=owner, run_id=run.pk, edit_id=edit.pk, now=now)
    assert members(run) == before


def test_undo_never_takes_back_another_owners_later_move(
    owner: Actor, owner_client: Client, run: Run, people: list[Person], now: datetime
) -> None:
    first = move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)
    move_person(actor=owner, run_id=run.pk, move=into(run, people[5], 3), now=now)
    after = members(run)
    response = owner_client.post(reverse("formation:undo", args=[run.pk]), {"edit": str(first.pk)})
    assert response.status_code == 409
    assert "another one came after it" in words(response)
    assert members(run) == after


def test_a_published_group_no_longer_changes_here(owner: Actor, run: Run, people: list[Person], now: datetime) -> None:
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    with pytest.raises(NotMoved, match="published"):
        move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)


def test_a_move_after_the_page_was_opened_stops_publishing(
    owner: Actor, owner_client: Client, run: Run, people: list[Person], now: datetime
) -> None:
    move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)
    response = owner_client.post(reverse("formation:publish", args=[run.pk]), {"revision": "0"})
    assert response.status_code == 409
    assert "changed after you opened this page" in words(response)
    assert not Group.objects.filter(state=Group.State.PUBLISHED).exists()


def test_without_the_calendars_behind_it_nobody_is_moved(
    owner: Actor, owner_client: Client, run: Run, people: list[Person], now: datetime
) -> None:
    RunInput.objects.all().delete()
    assert "no longer kept" in move_page(owner_client, run, people[0])
    with pytest.raises(NotMoved, match="no longer kept"):
        move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)


def test_moving_into_the_own_group_or_against_a_stranger_is_refused(
    owner: Actor, run: Run, people: list[Person], now: datetime
) -> None:
    for wrong in (into(run, people[0], 1), into(run, people[0], 2, people[12])):
        with pytest.raises(NotMoved, match="Choose again"):
            move_person(actor=owner, run_id=run.pk, move=wrong, now=now)


def test_moves_and_undo_are_audited(owner: Actor, run: Run, people: list[Person], now: datetime) -> None:
    edit = move_person(actor=owner, run_id=run.pk, move=into(run, people[0], 2), now=now)
    undo_last(actor=owner, run_id=run.pk, edit_id=edit.pk, now=now)
    actions = AuditEntry.objects.filter(action__startswith="formation.").values_list("action", flat=True)
    assert list(actions.order_by("pk"))[-2:] == ["formation.move", "formation.undo_move"]
