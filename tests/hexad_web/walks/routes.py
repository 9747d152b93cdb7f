"""Every address of the product, with the roles that its view declares and real keys for its parameters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hexad_web.accounts.models import Role
from tests.hexad_web.walks.world import World

ALL_ROLES = tuple(Role)

# Pages without a role. Each has its reason; whatever is not here has to say whom it lets in.
PUBLIC = {
    "accounts:login": "the door",
    "accounts:code": "the door: whoever asked for a code is not in yet",
    "accounts:password": "the door",
    "accounts:sign_in": "the door: a mail's link is the key",
    "accounts:logout": "the way out, also for somebody whose last role was taken away",
    "people:join": "answered from a mail: the token is the key, and most who get it have no account",
    "scheduling:answer": "answered from a mail: the token is the key",
    "scheduling:feed": "read by a calendar program: the token is the key, and a program has no account",
    "scheduling:choose": "answered from a mail: the token is the key",
    "evidence:observe": "answered from a mail: the token is the key, and who observes has no account",
    "practice:buddy": "answered from a mail: the token is the key",
    "practice:follow_up": "asked by mail months later: the token is the key",
    "home:healthz": "a monitor has no account, and learns only that all is well",
    "design:design": "in development only; it shows samples and no rows",
}


@dataclass(frozen=True)
class Route:
    name: str
    parameters: tuple[str, ...]
    roles: tuple[Role, ...] | None  # None: the view declares none

    def __str__(self) -> str:
        return self.name

    @property
    def who(self) -> tuple[Role, ...]:
        """Everybody who is signed in, where the view asks for no special role."""
        return self.roles or ALL_ROLES

    @property
    def has_keys(self) -> bool:
        """Whether the address leads to one row."""
        return any(name.endswith("_id") for name in self.parameters)

    def url(self, world: World) -> str:
        """The address of one of this world's rows."""
        return reverse(self.name, kwargs={name: self._value(name, world) for name in self.parameters})

    def _value(self, parameter: str, world: World) -> int | str:
        namespace = self.name.partition(":")[0]
        known = {**world.ids, **({"token": world.tokens[self.name]} if self.name in world.tokens else {})}
        names = (f"{self.name}:{parameter}", f"{namespace}:{parameter}", parameter)
        found = next((known[name] for name in names if name in known), None)
        assert found is not None, f"Say in world.py what stands for {parameter} of {self.name}."
        return found


def walk(patterns: Sequence[URLPattern | URLResolver], namespaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = (*namespaces, one.namespace) if one.namespace else namespaces
            yield from walk(one.url_patterns, inner)
        else:
            parameters = tuple(one.pattern.converters) or tuple(one.pattern.regex.groupindex)
            roles = getattr(one.callback, "roles", None)
            yield Route(":".join((*namespaces, one.name or str(one.pattern))), parameters, roles)


ROUTES = list(walk(get_resolver().url_patterns))
CLOSED = [route for route in ROUTES if route.name not in PUBLIC]
OPEN = [route for route in ROUTES if route.name in PUBLIC]
