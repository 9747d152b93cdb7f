"""Agendas of an owner: which is used, published for ever, taken over by sessions that have not begun."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from hexad.sessions.agenda import AGENDAS, load
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.actions import agendas as actions
from hexad_web.sessions.actions import keeping, writing
from hexad_web.sessions.actions.following_agendas import follow_agendas
from hexad_web.sessions.agenda_editing import Act
from hexad_web.sessions.models import AgendaChoice, AgendaVersion, OwnAgenda, RoomEvent, Session
from hexad_web.sessions.queries import agendas as queries
from hexad_web.sessions.queries import pages
from hexad_web.sessions.refusals import Refused
from tests.examples import NOW
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import EXPLORE

BEFORE = EXPLORE - timedelta(days=1)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def own(owner: Actor) -> OwnAgenda:
    """A copy of explore whose first step is called otherwise."""
    made = actions.copy_ours(actor=owner, name="explore", now=NOW)
    return change(owner, made, title="Our explore")


def change(owner: Actor, agenda: OwnAgenda, act: str = "save", **fields: Any) -> OwnAgenda:  # noqa: ANN401  # a draft's
    draft = {**OwnAgenda.objects.get(pk=agenda.pk).draft, **fields}
    actions.save_draft(actor=owner, agenda_id=agenda.pk, typed=draft, act=Act.read(act), now=LATER)
    return OwnAgenda.objects.get(pk=agenda.pk)


def titles(agenda: OwnAgenda) -> list[str]:
    return [step["title"] for step in agenda.draft["steps"]]


def use(owner: Actor, agenda: OwnAgenda) -> AgendaVersion:
    version = actions.publish(actor=owner, agenda_id=agenda.pk, now=LATER)
    actions.choose(actor=owner, keys={"explore": f"own-{agenda.pk}"}, now=LATER)
    return version


def planned(group: Group, kind: str = "explore", minutes: int = 90) -> Meeting:
    session = cast.add_session(group, kind, state="planned", starts_at=EXPLORE)
    session.meeting.end = session.meeting.start + timedelta(minutes=minutes)
    session.meeting.save()
    meeting = session.meeting
    session.delete()
    return Meeting.objects.get(pk=meeting.pk)


def opened(meeting: Meeting) -> Session:
    keeping.open_sessions(BEFORE)
    return Session.objects.get(meeting=meeting)


def test_a_copy_is_changed_and_ours_stays(owner: Actor, own: OwnAgenda) -> None:
    assert own.draft["title"] == "Our explore"
    assert load("explore").title == "Explore"
    assert [step["key"] for step in own.draft["steps"]] == [step.key for step in load("explore").steps]


def test_what_is_published_never_changes(owner: Actor, own: OwnAgenda) -> None:
    first = actions.publish(actor=owner, agenda_id=own.pk, now=LATER)
    change(owner, own, title="Another name")
    second = actions.publish(actor=owner, agenda_id=own.pk, now=LATER)
    first.refresh_from_db()
    assert (first.number, first.content["title"], first.content["version"]) == (1, "Our explore", 1)
    assert (second.number, second.content["title"], second.content["version"]) == (2, "Another name", 2)


def test_what_has_to_be_mended_is_not_published(owner: Actor, own: OwnAgenda) -> None:
    change(owner, own, minutes=80)
    with pytest.raises(Refused, match="Mend what is marked"):
        actions.publish(actor=owner, agenda_id=own.pk, now=LATER)
    assert not AgendaVersion.objects.exists()


def test_a_session_goes_by_the_agenda_that_the_owner_chose(owner: Actor, own: OwnAgenda, group: Group) -> None:
    use(owner, own)
    session = opened(planned(group))
    assert (session.agenda["id"], session.agenda["title"]) == (f"own-{own.pk}", "Our explore")


@pytest.mark.parametrize(
    ("kind", "minutes", "name"),
    [
        ("explore", 90, "explore"),
        ("explore", 60, "explore-60"),
        ("explore", 75, "explore"),
        ("reflect", 60, "reflect-60"),
        ("engage", 60, "engage"),
        ("follow-3", 45, "follow-up"),
        ("follow-6", 45, "follow-up"),
    ],
)
def test_without_a_choice_it_is_ours_for_the_kind_and_the_length(
    group: Group, kind: str, minutes: int, name: str
) -> None:
    assert opened(planned(group, kind, minutes)).agenda["id"] == name


def test_a_choice_of_another_length_is_not_squeezed_into_a_meeting(owner: Actor, own: OwnAgenda, group: Group) -> None:
    use(owner, own)
    assert opened(planned(group, minutes=60)).agenda["id"] == "explore-60"


def test_groups_that_get_together_go_by_ours_for_several_and_their_room_says_with_whom(
    make_group: Callable[..., Group],
) -> None:
    one, other = planned(make_group(1), "engage", 75), planned(make_group(2), "engage", 75)
    assert {queries.agenda_for(meeting).id for meeting in (one, other)} == {"engage"}  # at one time, each by itself
    Meeting.objects.update(together="a" * 32)
    one, other = Meeting.objects.order_by("pk")
    session = opened(one)
    page = pages.room_page(cast.actor(cast.person(one.group)), session.pk, BEFORE)
    assert page.others == "Together with Group 2"
    assert {queries.agenda_for(meeting).id for meeting in (one, other)} == {"engage-several"}
    Meeting.objects.filter(pk=other.pk).update(state="cancelled")
    assert queries.agenda_for(one).id == "engage"


@pytest.mark.parametrize(
    ("kind", "title"), [("engage", "Engage"), ("follow-3", "Follow-up after three months"), ("explore", "Explore")]
)
def test_sessions_of_every_kind_have_a_room_with_a_title(group: Group, kind: str, title: str) -> None:
    session = opened(planned(group, kind, 60))
    page = pages.room_page(cast.actor(cast.person(group)), session.pk, BEFORE)
    assert page.title == f"{title}: {group.topic}"
    assert len(page.stage.agenda) == len(session.agenda["steps"])


def test_a_session_that_has_not_begun_takes_over_what_changed(owner: Actor, own: OwnAgenda, group: Group) -> None:
    session = opened(planned(group))
    use(owner, own)
    follow_agendas(BEFORE)
    session.refresh_from_db()
    assert session.agenda["title"] == "Our explore"
    change(owner, own, title="Ours again")
    actions.publish(actor=owner, agenda_id=own.pk, now=LATER)
    follow_agendas(BEFORE)
    session.refresh_from_db()
    assert (session.agenda["title"], session.agenda["version"]) == ("Ours again", 2)


@pytest.mark.parametrize("why", ["event", "card", "soon", "running"])
def test_a_session_that_somebody_has_begun_with_keeps_its_agenda(
    owner: Actor, own: OwnAgenda, group: Group, why: str
) -> None:
    session = opened(planned(group))
    now = EXPLORE - timedelta(minutes=59) if why == "soon" else BEFORE
    if why == "event":
        RoomEvent.objects.create(
            organisation=session.organisation, session=session, number=1, key="a", kind="agree", at=BEFORE
        )
        Session.objects.filter(pk=session.pk).update(events_count=1)
    if why == "running":
        Session.objects.filter(pk=session.pk).update(state="running")
    if why == "card":
        add_card(session)
    use(owner, own)
    follow_agendas(now)
    session.refresh_from_db()
    assert session.agenda["id"] == "explore"


def add_card(session: Session) -> None:
    written = writing.Written("a", "stories", "story", "mine", is_sent=False)
    writing.write_card(actor=cast.actor(cast.person(session.group)), session_id=session.pk, written=written, now=BEFORE)


def test_following_twice_changes_nothing_more(
    owner: Actor,
    own: OwnAgenda,
    group: Group,
    django_assert_num_queries: Any,  # noqa: ANN401  # pytest-django's
) -> None:
    opened(planned(group))
    use(owner, own)
    follow_agendas(BEFORE)
    with django_assert_num_queries(3):
        follow_agendas(BEFORE)


def test_a_retired_agenda_is_used_no_more_until_it_is_taken_back(owner: Actor, own: OwnAgenda, group: Group) -> None:
    use(owner, own)
    meeting = planned(group)
    actions.retire(actor=owner, agenda_id=own.pk, now=LATER)
    assert queries.agenda_for(meeting).id == "explore"
    with pytest.raises(Refused):
        change(owner, own, title="x")
    actions.take_back(actor=owner, agenda_id=own.pk, now=LATER)
    assert queries.agenda_for(meeting).id == f"own-{own.pk}"


def test_choosing_ours_again_leaves_no_row(owner: Actor, own: OwnAgenda) -> None:
    use(owner, own)
    actions.choose(actor=owner, keys={"explore": "explore"}, now=LATER)
    assert not AgendaChoice.objects.exists()


@pytest.mark.parametrize("key", ["explore-60", "reflect", "own-0", "own-", "", "x"])
def test_what_is_not_offered_cannot_be_chosen(owner: Actor, own: OwnAgenda, key: str) -> None:
    with pytest.raises(Refused):
        actions.choose(actor=owner, keys={"explore": key}, now=LATER)


def test_with_sessions_of_an_hour_those_of_an_hour_are_offered(owner: Actor, own: OwnAgenda) -> None:
    actions.publish(actor=owner, agenda_id=own.pk, now=LATER)
    actions.set_length(actor=owner, minutes=60, now=LATER)
    assert [key for key, _text in queries.offered(owner)["explore"]] == ["explore-60"]
    change(owner, own, "fit-60")
    actions.publish(actor=owner, agenda_id=own.pk, now=LATER)
    assert [key for key, _text in queries.offered(owner)["explore"]] == ["explore-60", f"own-{own.pk}"]


def test_an_agenda_of_another_organisation_is_not_there(owner: Actor, stranger: Actor, own: OwnAgenda) -> None:
    acts = (actions.publish, actions.retire, actions.take_back)
    for act in acts:
        with pytest.raises(Http404):
            act(actor=stranger, agenda_id=own.pk, now=LATER)
    actions.publish(actor=owner, agenda_id=own.pk, now=LATER)
    with pytest.raises(Refused):
        actions.choose(actor=stranger, keys={"explore": f"own-{own.pk}"}, now=LATER)


@pytest.mark.parametrize("name", AGENDAS)
def test_each_of_ours_can_be_copied_and_published_as_it_is(owner: Actor, name: str) -> None:
    made = actions.copy_ours(actor=owner, name=name, now=NOW)
    assert actions.publish(actor=owner, agenda_id=made.pk, now=LATER).content["minutes"] == load(name).minutes


class TestEditing:
    def test_steps_move_up_and_down(self, owner: Actor, own: OwnAgenda) -> None:
        before = titles(own)
        assert titles(change(owner, own, "up-1"))[:2] == [before[1], before[0]]
        assert titles(change(owner, own, "down-0")) == before
        assert titles(change(owner, own, "up-0")) == titles(change(owner, own, "down-6")) == before

    def test_steps_are_added_and_removed(self, owner: Actor, own: OwnAgenda) -> None:
        before = titles(own)
        assert titles(change(owner, own, "add-1")) == [before[0], "", *before[1:]]
        assert titles(change(owner, own, "remove-1")) == before

    def test_parts_are_added_and_removed(self, owner: Actor, own: OwnAgenda) -> None:
        kinds = lambda agenda: [part["kind"] for part in agenda.draft["steps"][1]["parts"]]  # noqa: E731  # short
        assert kinds(change(owner, own, "part-1")) == ["write", "round", "talk"]
        assert kinds(change(owner, own, "unpart-1-0")) == ["round", "talk"]
        change(owner, own, "unpart-1-0")
        assert kinds(change(owner, own, "unpart-1-0")) == ["talk"]

    def test_undo_goes_back_and_forth(self, owner: Actor, own: OwnAgenda) -> None:
        before = own.draft
        removed = change(owner, own, "remove-3").draft
        assert change(owner, own, "undo").draft == before
        assert change(owner, own, "undo").draft == removed

    def test_fit_makes_the_steps_sum_to_the_length(self, owner: Actor, own: OwnAgenda) -> None:
        fitted = change(owner, own, "fit-60").draft
        assert (fitted["minutes"], sum(step["minutes"] for step in fitted["steps"])) == (60, 60)
        with pytest.raises(Refused, match="do not fit into 3 minutes"):
            change(owner, own, "fit-3")

    @pytest.mark.parametrize(
        "act", ["up-99", "down-99", "remove-99", "part-99", "unpart-99-9", "add-99", "x", "", "up-x"]
    )
    def test_a_button_that_is_not_there_breaks_nothing(self, owner: Actor, own: OwnAgenda, act: str) -> None:
        assert len(titles(change(owner, own, act))) in (7, 8)

    def test_no_more_than_fifteen_steps_and_six_parts(self, owner: Actor, own: OwnAgenda) -> None:
        for _time in range(12):
            own = change(owner, own, "add-0")
            own = change(owner, own, "part-0")
        assert len(own.draft["steps"]) == 15
        for _time in range(9):
            own = change(owner, own, "part-0")
        assert len(own.draft["steps"][0]["parts"]) == 6
