"""Which role may open which page: one map, deny by default.

Whether the page's case is within reach is decided by the services; the map (`pages.py`) keeps
whole rooms shut. A page that isn't on it is shut for everybody.
"""

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

from victim_portal.web.account import ask_to_sign_in, go_half_way
from victim_portal.web.account.at_hand import half_way
from victim_portal.web.context import signed_in
from victim_portal.web.permissions.pages import ENDPOINTS
from victim_portal.web.permissions.roles import ANYBODY

__all__ = ["ENDPOINTS", "HALF_WAY_IN", "install", "safe_next"]

# All that a session opens whose second factor is still to come.
HALF_WAY_IN = frozenset(
    {
        *("account.confirm", "account.confirm_passkey", "account.set_up"),
        *("account.add_codes", "account.codes_picture", "account.add_passkey"),
    }
)


def install(app: Flask) -> None:
    """Check every request against the map before its view runs."""

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.endpoint is None:
            # No such page; the error page says so, to whoever asks.
            return None
        roles = ENDPOINTS.get(request.endpoint)
        if roles is None:
            abort(403)
        if roles is ANYBODY:
            return None
        member = signed_in()
        if member is None:
            if half_way() is not None:
                if request.endpoint in HALF_WAY_IN:
                    return None
                if request.method == "GET":
                    return go_half_way(safe_next())
            return ask_to_sign_in(safe_next())
        if member.role not in roles:
            abort(403)
        return None


def safe_next() -> str | None:
    """Where to go on after signing in: only a page of this site that was asked for by GET."""
    if request.method != "GET" or request.path == "/":
        return None
    return request.path
