from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """allauth's rules for passwords, with one change: how often one was wrong is counted for the address alone."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ANN401  # allauth's own signature
        # allauth adds the Host header, whose port a sender may choose: each port would be five further tries.
        return str(credentials["email"])
