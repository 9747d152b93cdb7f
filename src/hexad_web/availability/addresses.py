"""The guard at the door: to which addresses a calendar may be fetched.

The decision is taken on the address a socket is really connected to, not on the name in a link: names that resolve to
several addresses, names that change, redirects and odd spellings of numbers all end here.
"""

import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookupTimeout
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]

# Of IPv6 only this part is in use on the internet; CLOSED carries or translates addresses that may lie inside, or
# serves protocols and documentation. Python's own list misses some of them in the versions we support.
PUBLIC_V6 = ip_network("2000::/3")
CLOSED = tuple(
    ip_network(each)
    for each in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


class RefusedAddressError(Exception):
    """An address inside the network, or none of the kinds that belong to the public internet."""


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, also when it hides an IPv4 address in an IPv6 one."""
    try:
        found: Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if isinstance(found, IPv6Address) and found not in PUBLIC_V6:
        return False
    inside = found.is_multicast or found.is_reserved or any(found in closed for closed in CLOSED)
    return found.is_global and not inside


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, in the order the system prefers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class Deadline:
    """One end for everything: many slow steps, each within its own limit, still end here."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def left(self, timeout: float | None = None) -> float:
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left if timeout is None else min(left, timeout)


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every step is cut to what is left of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # httpcore's own signature
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves by itself, connects to permitted addresses only and looks at the peer once more.

    TLS still checks the certificate against the name: httpcore takes that from the link, not from the address.
    """

    def __init__(self, deadline: Deadline, allowed_hosts: Collection[str], resolver: Resolver = resolve) -> None:
        self._deadline = deadline
        self._allowed = frozenset(host.lower().strip("[]").rstrip(".") for host in allowed_hosts)
        self._resolver = resolver
        self._connect = httpcore.SyncBackend().connect_tcp

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        trusted = host.lower().strip("[]").rstrip(".") in self._allowed
        addresses = [each for each in self._lookup(host, port, timeout) if trusted or is_public(each)]
        if not addresses:
            raise RefusedAddressError
        stream = self._first_that_answers(addresses, port, timeout, socket_options)
        if not trusted and not is_public(str(stream.get_extra_info("server_addr")[0])):
            stream.close()
            raise RefusedAddressError
        return DeadlineStream(stream, self._deadline)

    def _lookup(self, host: str, port: int, timeout: float | None) -> list[str]:
        # getaddrinfo knows no time limit: it waits in a thread that is left behind when the time is up.
        pool = ThreadPoolExecutor(max_workers=1)
        try:
            return pool.submit(self._resolver, host.strip("[]"), port).result(self._deadline.left(timeout))
        except LookupTimeout as error:
            raise httpcore.ConnectTimeout("the name was not found in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name was not found") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _first_that_answers(
        self,
        addresses: list[str],
        port: int,
        timeout: float | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        options = list(socket_options or ())
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, self._deadline.left(timeout), None, options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, self._deadline.left(timeout), None, options)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        raise RefusedAddressError
