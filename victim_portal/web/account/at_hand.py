"""Whose session a request brings: a whole one by Flask-Login, or one half-way in."""

from typing import Any, cast

from flask import Flask, flash, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from victim_portal.domain.browsers import browser_name
from victim_portal.services import sign_in
from victim_portal.services.sign_in import Confirmed, HalfWay, StaffMember
from victim_portal.web.context import came_from, ctx
from victim_portal.web.shell import counted, london_datetime

WHOLE = "_user_id"
"""Flask-Login's own name in the cookie."""
HALF = "half_way"


class StaffUser(UserMixin):
    """What Flask-Login holds: a session's token and the member of staff behind it."""

    def __init__(self, token: str, member: StaffMember) -> None:
        self.token = token
        self.member = member

    def get_id(self) -> str:
        """What the cookie carries: the token of a session that the database knows."""
        return self.token


def install(app: Flask) -> None:
    """Tell Flask-Login how a request finds its session."""
    manager: Any = LoginManager(app)

    @manager.user_loader
    def load(token: str) -> StaffUser | None:
        member = sign_in.staff_member(ctx(), token, came_from())
        return StaffUser(token, member) if member else None


def half_way() -> HalfWay | None:
    """Who is half-way in, with their second factor still to come; looked up once a request."""
    if "half_way" not in g:
        token = session.get(HALF)
        g.half_way = sign_in.half_way(ctx(), str(token)) if token else None
    return cast("HalfWay | None", g.half_way)


def token_at_hand() -> str:
    """The token of this request's session, whole or half-way in; "" for nobody's."""
    if current_user and current_user.is_authenticated:
        return str(current_user.token)
    return str(session.get(HALF, ""))


def token_before() -> str:
    """The token of the whole session that this browser had, also when it has ended since."""
    return str(session.get(WHOLE, ""))


def keep_half_way(token: str) -> None:
    """Let the browser go on to the second factor; what it had before stays known."""
    session[HALF] = token
    g.pop("half_way", None)


def keep(confirmed: Confirmed) -> bool:
    """Let the browser in, and tell its person of tries that failed; False if it is over.

    A session that was there before the person was known is not carried over.
    """
    member = sign_in.staff_member(ctx(), confirmed.token, came_from())
    if member is None:
        return False
    before, secret = token_before(), session.get("csrf_token")
    same = bool(before) and sign_in.whose_session(ctx(), before) == member.actor.user_id
    session.clear()
    g.pop("csrf_token", None)
    g.pop("half_way", None)
    if same and secret:
        # The same person's other windows still hold forms that they have not sent yet.
        session["csrf_token"] = secret
    login_user(StaffUser(confirmed.token, member))
    g.failed_tries = confirmed
    return True


def tell_of_failed_tries() -> None:
    """Say on the next page how often somebody failed to get in as this person."""
    confirmed: Confirmed | None = g.pop("failed_tries", None)
    if confirmed is not None and confirmed.failed:
        tries = counted(confirmed.failed, "try", "tries")
        flash(
            f"There were {tries} to sign in as you that failed since you last signed in, the last "
            f"on {london_datetime(confirmed.failed_last_at)}. If it wasn't you, change your "
            "password and tell your manager.",
            "important",
        )


def browser() -> str:
    """What this request's browser is called."""
    return browser_name(request.headers.get("User-Agent", ""))
