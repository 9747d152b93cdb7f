"""The threads of the rooms: a connection is kept from job to job, and let go when it broke."""

from dataclasses import dataclass

import pytest

from hexad_web.sessions import rows
from hexad_web.sessions.rows import Rows
from tests.hexad_web.sessions.loops import run


@dataclass
class Connection:
    errors_occurred: bool = False
    closed: int = 0

    def close(self) -> None:
        self.closed, self.errors_occurred = self.closed + 1, False


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Connection:
    one = Connection()

    class Connections:
        @staticmethod
        def all(*, initialized_only: bool) -> list[Connection]:
            assert initialized_only
            return [one]

    monkeypatch.setattr(rows, "connections", Connections)
    return one


def test_a_connection_is_kept_while_it_is_sound_and_closed_once_it_broke(connection: Connection) -> None:
    def sound() -> str:
        return "read"

    def answers_of_an_error() -> str:
        connection.errors_occurred = True
        return "500"

    def raises() -> str:
        connection.errors_occurred = True
        raise ValueError

    async def scene() -> None:
        threads = Rows()
        for work in (threads.read, threads.write, threads.draw):
            assert await work(sound) == "read"
        assert connection.closed == 0
        assert await threads.write(answers_of_an_error) == "500"
        assert connection.closed == 1
        with pytest.raises(ValueError):  # noqa: PT011  # it has no words
            await threads.read(raises)
        assert connection.closed == 2
        threads.end()

    run(scene())
