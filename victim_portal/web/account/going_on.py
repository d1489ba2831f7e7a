"""Where a person goes on after signing in or proving who they are, with what they had typed."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.web import sending_on
from victim_portal.web.account.at_hand import tell_of_failed_tries
from victim_portal.web.context import signed_in
from victim_portal.web.forms import Hidden, PortalForm
from victim_portal.web.sending_on import MOST_CHARACTERS, Carried

NOT_KEPT = (
    "What you had typed before you were signed out could not be kept. Nothing of it was saved: "
    "enter it again."
)
NOT_YOURS = (
    "Somebody else had typed something here before they were signed out. It was not sent, and "
    "it was not kept."
)


TOO_LONG = "-"
"""Stands where what was typed would, when it is too long to be carried."""


class CarryingForm(PortalForm):
    """A form on the way in: where to go on, and what was typed before, sealed."""

    next = Hidden(limit=2000)
    carried_token = Hidden(limit=MOST_CHARACTERS)

    @property
    def carried(self) -> Carried | None:
        """What was typed, while it can be opened."""
        return sending_on.opened(self.carried_token.data) if self.carried_token.data else None

    def take_along(self, before: "CarryingForm") -> None:
        """Carry what another form carries."""
        self.next.data = before.next.data
        self.carried_token.data = before.carried_token.data


def go_on(form: CarryingForm, heading: str) -> ResponseReturnValue:
    """The page with what was typed, for its own person; else where they wanted to go."""
    carried, member = form.carried, signed_in()
    if not form.carried_token.data:
        tell_of_failed_tries()
        return redirect(own_path(form.next.data) or url_for("officer.start"))
    if carried is not None and member is not None and member.actor.user_id == carried.who:
        tell_of_failed_tries()
        return render_template("account/send_on.html", carried=carried, heading=heading)
    flash(NOT_YOURS if carried is not None else NOT_KEPT, "important")
    tell_of_failed_tries()
    return redirect(url_for("officer.start"))


def own_path(target: str | None) -> str | None:
    """A path of this site, or None for anything that leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and "\\" not in target else None
