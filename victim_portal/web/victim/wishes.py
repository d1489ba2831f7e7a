"""What they ask for after release, in their own words, and where each of it stands."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.wishes import WishKind
from victim_portal.services import own_wishes
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.web.victim import guard
from victim_portal.web.victim.fields import typed
from victim_portal.web.victim.shell import ctx, language
from victim_portal.web.victim.shell import gettext as _

KINDS: Mapping[str, WishKind] = MappingProxyType(
    {"contact": WishKind.NO_CONTACT, "place": WishKind.PLACE, "other": WishKind.OTHER}
)


def list_wishes() -> ResponseReturnValue:
    """What they asked for, newest first, and what came of it."""
    wishes = own_wishes.own_wishes(ctx(), guard.visitor())
    return render_template("victim/wishes/list.html", wishes=wishes, said=request.args.get("said"))


def ask_for(kind: str) -> ResponseReturnValue:
    """They ask for one thing."""
    if kind not in KINDS:
        abort(404)
    here = guard.visitor()
    problems: Mapping[str, str] = {}
    words, why = typed("words"), typed("why")
    if request.method == "POST":
        try:
            own_wishes.ask_for(ctx(), here, KINDS[kind], words, why, language())
        except InvalidError as error:
            problems = {name: _wrong(name, code) for name, code in error.problems.items()}
        else:
            return redirect(url_for("victim.list_wishes", said="asked"), 303)
    return render_template(
        "victim/wishes/ask.html", kind=kind, words=words, why=why, problems=problems
    )


def drop_wish(wish_id: UUID) -> ResponseReturnValue:
    """They don't want it any more; asked once."""
    here = guard.visitor()
    wish = next((one for one in own_wishes.own_wishes(ctx(), here) if one.id == wish_id), None)
    if wish is None:
        abort(404)
    if request.method == "POST":
        try:
            own_wishes.drop_wish(ctx(), here, wish_id)
        except NotFoundError:
            abort(404)
        return redirect(url_for("victim.list_wishes", said="dropped"), 303)
    return render_template("victim/wishes/drop.html", wish=wish)


def _wrong(name: str, code: str) -> str:
    if code == own_wishes.TOO_LONG:
        return _("This is too long. Use fewer than 2,000 letters.")
    if code == own_wishes.TOO_MANY:
        return _("You have asked for many things. Ring us about this one.")
    return _("Type what you ask for.")


def add_routes(victim: Blueprint) -> None:
    """Register the pages."""
    for path, view, methods in (
        ("/wishes", list_wishes, ["GET"]),
        ("/wishes/new/<kind>", ask_for, ["GET", "POST"]),
        ("/wishes/<uuid:wish_id>/back", drop_wish, ["GET", "POST"]),
    ):
        victim.add_url_rule(path, view_func=view, methods=methods)
