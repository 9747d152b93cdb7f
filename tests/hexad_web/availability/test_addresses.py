import socket
from collections.abc import Iterator

import httpcore
import pytest

from hexad_web.availability.addresses import (
    Deadline,
    GuardedBackend,
    RefusedAddressError,
    is_public,
    resolve,
)

INSIDE = """
127.0.0.1 127.8.9.10 0.0.0.0 10.0.0.1 172.16.5.5 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8 192.88.99.1
198.18.0.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::127.0.0.1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 64:ff9b::7f00:1
64:ff9b:1::7f00:1 2002:7f00:1:: 2001:0:7f00:1:: 2001:db8::1 3fff::1 5f00::1 100::1
"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2001:4860:4860::8888", "2a00:1450::1", "::ffff:8.8.8.8"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f000001", "2130706433", "::g"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


@pytest.mark.parametrize(
    "spelling",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
def test_no_spelling_of_this_machine_is_connected_to(spelling: str, listener: socket.socket) -> None:
    backend = GuardedBackend(Deadline.after(5), allowed_hosts=())
    # A system may not know a spelling at all; both ways nothing is connected.
    with pytest.raises((RefusedAddressError, httpcore.ConnectError)):
        backend.connect_tcp(spelling, port_of(listener), timeout=2)
    listener.settimeout(0.05)
    with pytest.raises(TimeoutError):
        listener.accept()


def test_a_host_allowed_by_name_is_connected_to(listener: socket.socket) -> None:
    backend = GuardedBackend(Deadline.after(5), allowed_hosts=["LocalHost"])
    stream = backend.connect_tcp("localhost", port_of(listener), timeout=2)
    assert stream.get_extra_info("server_addr")[1] == port_of(listener)
    stream.close()


def test_a_host_is_allowed_by_its_name_and_not_by_its_address(listener: socket.socket) -> None:
    backend = GuardedBackend(Deadline.after(5), allowed_hosts=["localhost"])
    with pytest.raises(RefusedAddressError):
        backend.connect_tcp("127.0.0.1", port_of(listener), timeout=2)


def test_a_public_name_that_resolves_inside_is_refused(listener: socket.socket) -> None:
    backend = GuardedBackend(Deadline.after(5), (), resolver=lambda host, port: ["127.0.0.1", "::1", "10.1.1.1"])
    with pytest.raises(RefusedAddressError):
        backend.connect_tcp("calendar.example", port_of(listener), timeout=2)


def test_a_name_is_looked_up_once_so_that_a_second_answer_cannot_lead_inside(listener: socket.socket) -> None:
    answers = iter([["10.0.0.1"], ["127.0.0.1"]])
    backend = GuardedBackend(Deadline.after(5), (), resolver=lambda host, port: next(answers))
    with pytest.raises(RefusedAddressError):
        backend.connect_tcp("calendar.example", port_of(listener), timeout=2)
    assert next(answers) == ["127.0.0.1"]


def test_a_second_address_is_tried_where_the_first_does_not_answer(listener: socket.socket) -> None:
    port = port_of(listener)
    backend = GuardedBackend(
        Deadline.after(5), ["calendar.example"], resolver=lambda host, port: ["127.0.0.2", "127.0.0.1"]
    )
    assert backend.connect_tcp("calendar.example", port, timeout=2).get_extra_info("server_addr")[0] == "127.0.0.1"


def test_a_name_that_nobody_answers_for_ends_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as never:
        never.settimeout(10)

        def wait(host: str, port: int) -> list[str]:
            never.accept()
            return []

        backend = GuardedBackend(Deadline.after(0.2), (), resolver=wait)
        with pytest.raises(httpcore.TimeoutException):
            backend.connect_tcp("calendar.example", 80, timeout=10)
        socket.create_connection(never.getsockname()).close()  # lets the waiting thread go


def test_a_name_that_does_not_exist_is_no_connection() -> None:
    with pytest.raises(httpcore.ConnectError):
        GuardedBackend(Deadline.after(5), ()).connect_tcp("nowhere.invalid", 80, timeout=5)


def test_the_system_resolver_gives_addresses() -> None:
    assert "127.0.0.1" in resolve("localhost", 80) or "::1" in resolve("localhost", 80)


def test_a_unix_socket_is_never_opened() -> None:
    with pytest.raises(RefusedAddressError):
        GuardedBackend(Deadline.after(5), ()).connect_unix_socket("/run/docker.sock")
