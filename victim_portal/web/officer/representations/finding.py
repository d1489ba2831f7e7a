"""What these pages share: where they lead back to, one request of a case, a refusal."""

from flask import abort, url_for

from victim_portal.services import representations
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.representations import RepresentationsView, RequestView, WishView
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import PortalForm


def home(reference: str) -> str:
    """The page on everything that the victim of a case asks for and says."""
    return url_for("officer.show_representations", reference=reference)


def one_request(reference: str, number: int) -> RequestView:
    """A request of a case within reach, or the page that there is none."""
    view = representations.representations_view(ctx(), actor(), reference)
    found = next((one for one in view.requests if one.number == number), None)
    if found is None:
        abort(404)
    return found


def wish_of(view: RepresentationsView, named: str) -> WishView | None:
    """The wish of the victim's own pages that a form or an address names, if it is the case's."""
    return next((one for one in view.wishes if str(one.id) == named), None)


def after_recording(reference: str, *, mapped: bool) -> str:
    """Where to go on after a request was recorded: to its map, where it has one."""
    if not mapped:
        return home(reference)
    view = representations.representations_view(ctx(), actor(), reference)
    newest = max(view.requests, key=lambda one: one.number)
    if not newest.maps:
        return home(reference)
    return url_for("officer.show_zone", reference=reference, number=newest.number, area=1)


def refuse(form: PortalForm, error: InvalidError | ConflictError) -> None:
    """Say on the page itself what stood against a change, so that what was typed stays."""
    problems = error.problems if isinstance(error, InvalidError) else {"": str(error)}
    form.add_problems(problems)
