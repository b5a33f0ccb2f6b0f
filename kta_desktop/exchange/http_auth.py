"""Saying who one is over HTTP: Digest where the server asks for it, otherwise Basic.

The password goes out only after the server asked, and only in the way it asked for.
"""

import re
from collections.abc import Generator

import httpx
from typing_extensions import override

_UNAUTHORIZED = 401
_ALGORITHM = re.compile(r'algorithm="?([A-Za-z0-9-]+)', re.IGNORECASE)
_DIGESTS = ("MD5", "MD5-SESS", "SHA", "SHA-SESS", "SHA-256", "SHA-256-SESS", "SHA-512",
            "SHA-512-SESS")  # fmt: skip


def auth_of(user: str, secret: str) -> httpx.Auth | None:
    """Return how a user is named to a server; None for nobody."""
    return AskedAuth(user, secret) if user else None


class AskedAuth(httpx.Auth):
    """Waits for the first challenge and from then on answers it beforehand."""

    def __init__(self, user: str, secret: str) -> None:
        """Name the user and the password."""
        self._user = user
        self._secret = secret
        self._chosen: httpx.Auth | None = None

    @override
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            if response.status_code != _UNAUTHORIZED:
                return
            self._chosen = self._answer_to(response.headers.get_list("www-authenticate"))
        if self._chosen is not None:
            yield from self._chosen.auth_flow(request)

    def _answer_to(self, challenges: list[str]) -> httpx.Auth | None:
        for challenge in challenges:
            if challenge.lower().startswith("digest ") and _is_known(challenge):
                return httpx.DigestAuth(self._user, self._secret)
        if any("basic" in challenge.lower() for challenge in challenges):
            return httpx.BasicAuth(self._user, self._secret)
        return None


def _is_known(challenge: str) -> bool:
    named = _ALGORITHM.search(challenge)
    return named is None or named[1].upper() in _DIGESTS
