"""The line with real servers and connections: taps, drops, tabs, kills. Tests wait for messages, never for time."""

from collections.abc import Callable, Iterator

import pytest
from benchmarks.listening import State

from tests.hexad_web.sessions.loops import run
from tests.hexad_web.sessions.servers import House, Room, Server, house, open_all
from tests.migrated import Migrated


@pytest.fixture(scope="module")
def building(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(migrated(tmp_path_factory.mktemp("house"))) as made:
        yield made


@pytest.fixture(scope="module")
def server(building: House) -> Iterator[Server]:
    with building.server() as running:
        yield running


@pytest.fixture
def room(building: House) -> Room:
    return building.next_room()


def is_ready(count: int) -> Callable[[State], bool]:
    return lambda state: state["done_count"] == count


def test_a_tap_of_one_is_seen_by_all(room: Room, server: Server) -> None:
    async def scene() -> None:
        phones = [room.phone(server, member) for member in range(3)]
        await open_all(phones)
        for phone in phones:
            await phone.until(room.shows(0, 1, 2))
        assert await room.tap(phones[1], 1, "done") == 204
        for phone in phones:
            await phone.until(is_ready(1))
        assert [phone.doubled + phone.backward for phone in phones] == [0, 0, 0]

    run(scene())


def test_a_line_without_news_has_a_beat(room: Room, server: Server) -> None:
    async def scene() -> None:
        phone = room.phone(server, 0)
        await phone.open()
        await phone.until_beats(1)

    run(scene())


def test_who_comes_back_gets_the_state_of_now_at_once_and_was_away_meanwhile(room: Room, server: Server) -> None:
    async def scene() -> None:
        stays, drops = room.phone(server, 0), room.phone(server, 1)
        await open_all([stays, drops])
        await stays.until(room.shows(0, 1))
        await drops.close()
        await stays.until(room.shows(0), since=len(stays.heard))
        await room.tap(stays, 0, "done")
        known = await stays.until(is_ready(1))

        back = room.phone(server, 1, last=str(drops.heard[-1].version))
        await back.open()

        assert back.heard[0].version >= known.version
        assert back.heard[0].state["done_count"] == 1
        await stays.until(room.shows(0, 1), since=len(stays.heard) - 1)

    run(scene())
    assert room.told("here") == [room.people[0], room.people[1], room.people[1]]
    assert room.told("gone")[0] == room.people[1]


def test_a_facilitator_who_is_gone_is_replaced_and_nothing_else_moves(room: Room, server: Server) -> None:
    async def scene() -> None:
        phones = [room.phone(server, member) for member in range(3)]
        await open_all(phones)
        first = await phones[1].until(room.shows(0, 1, 2))
        assert first.state["facilitator"]["id"] == str(room.people[0])
        await phones[0].close()

        then = await phones[1].until(lambda state: state["facilitator"]["id"] == str(room.people[1]))

        assert (then.state["step"], then.state["phase"]) == (first.state["step"], first.state["phase"])
        assert then.state["is_facilitator"]
        assert not (await phones[2].until(lambda state: state["facilitator"]["id"] == str(room.people[1]))).state[
            "is_facilitator"
        ]

    run(scene())


def test_of_two_tabs_the_older_is_sent_away_and_nobody_was_gone(room: Room, server: Server) -> None:
    async def scene() -> None:
        older, newer = room.phone(server, 0, tab="older"), room.phone(server, 0, tab="newer")
        await older.open()
        await older.until(room.shows(0))
        await newer.open()
        await older.until_end()
        assert older.was_sent_away
        await newer.until(room.shows(0))

        # In the background it comes back by itself when its line drops: that must not take the room from the newer.
        again = room.phone(server, 0, tab="older", last="1")
        with pytest.raises(ConnectionError):
            await again.open()
        assert again.was_sent_away
        assert not newer.has_ended
        await room.tap(newer, 0, "done")
        await newer.until(is_ready(1))
        assert room.rows()["presences"] == [[room.people[0], "phone-0"]]

    run(scene())
    assert room.told("here") == [room.people[0]]


def test_a_tab_that_was_sent_away_takes_the_room_back_when_told_to(room: Room, server: Server) -> None:
    async def scene() -> None:
        older, newer = room.phone(server, 0, tab="older"), room.phone(server, 0, tab="newer")
        await older.open()
        await older.until(room.shows(0))
        await newer.open()
        await older.until_end()

        again = room.phone(server, 0, tab="older", last="1", take="1")
        await again.open()
        await newer.until_end()
        assert newer.was_sent_away
        await again.until(room.shows(0))

    run(scene())


def test_two_devices_may_watch_and_one_that_is_told_to_take_over_is_alone(room: Room, server: Server) -> None:
    async def scene() -> None:
        phone, laptop = room.phone(server, 0, device="phone"), room.phone(server, 0, device="laptop")
        await open_all([phone, laptop])
        await room.tap(laptop, 0, "done")
        await phone.until(is_ready(1))

        alone = room.phone(server, 0, device="tablet", take="1")
        await alone.open()
        for other in (phone, laptop):
            await other.until_end()
            assert other.was_sent_away
        await alone.until(room.shows(0))

    run(scene())
    assert room.told("gone")[:1] in ([], [room.people[0]])


def test_a_shared_screen_is_nobodys_presence_and_shows_nothing_private(room: Room, server: Server) -> None:
    async def scene() -> None:
        screen, phone = room.phone(server, 0, screen="1"), room.phone(server, 1)
        await open_all([screen, phone])
        shown = await screen.until(room.shows(1))
        assert not shown.state["is_facilitator"]
        assert not shown.state["your_turn"]
        assert room.rows()["presences"] == [[room.people[1], "phone-1"]]

    run(scene())


def test_a_killed_server_loses_no_tap_and_doubles_none_and_lost_phones_are_swept(building: House, room: Room) -> None:
    """One of two comes back to the new server, and sends its last tap once more, as it had no answer."""

    async def before(server: Server) -> None:
        phones = [room.phone(server, member) for member in range(2)]
        await open_all(phones)
        await phones[0].until(room.shows(0, 1))
        await room.tap(phones[0], 0, "done", key="the-last-tap")
        await phones[1].until(is_ready(1))
        server.kill()
        await phones[0].until_end()

    async def after(server: Server) -> None:
        back = room.phone(server, 0, last="1")
        await back.open()
        assert back.heard[0].state["done_count"] == 1
        assert await room.tap(back, 0, "done", key="the-last-tap") == 204
        await back.until(room.shows(0))

    with building.server() as server:
        run(before(server))
    with building.server() as again:
        run(after(again))
    assert room.told("done") == [room.people[0]]
    assert room.people[1] in room.told("gone")


def test_two_servers_share_a_room(building: House, room: Room) -> None:
    """At once where Redis tells the other, within two seconds where each looks for itself."""

    async def scene(one: Server, other: Server) -> None:
        here, there = room.phone(one, 0), room.phone(other, 1)
        await open_all([here, there])
        await here.until(room.shows(0, 1))
        await there.until(room.shows(0, 1))
        await room.tap(there, 1, "done")
        await here.until(is_ready(1))
        await room.tap(here, 0, "done")
        await there.until(is_ready(2))
        if building.environment.get("REDIS_URL"):
            moved = room.phone(other, 0)
            await moved.open()
            await here.until_end()
            assert here.was_sent_away

    with building.server() as one, building.server() as other:
        run(scene(one, other))
