"""What they choose for themselves, and who has looked at their record."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from victim_portal.domain.vocabulary import ChannelKind, Role
from victim_portal.services import door
from victim_portal.services.door import OwnChoices, OwnLook, OwnWay
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.web.victim import guard
from victim_portal.web.victim.shell import ctx
from victim_portal.web.victim.shell import gettext as _
from victim_portal.web.victim.words import (
    avoided_named,
    language_named,
    level_named,
    liked_named,
    way_named,
)

LONGEST_TYPED = 500
SAID = {one: one for one in ("stopped", "changed", "saved", "asked")}
"""What the list of choices may say of what was just done."""


def show_choices() -> ResponseReturnValue:
    """Their ways to be reached, and what they may stop."""
    here = guard.visitor()
    stands = door.own_choices(ctx(), here)
    return render_template(
        "victim/choices.html",
        rows=_rows(stands),
        ways=[(one, way_named(one)) for one in door.own_ways(ctx(), here)],
        said=SAID.get(request.args.get("said", "")),
    )


def _rows(stands: OwnChoices) -> list[tuple[str, list[Markup | str], str]]:
    """What they chose: what it is called, how it stands, and where it is changed."""
    days = [avoided_named(one) for one in stands.avoided]
    return [
        (
            _("How much you hear"),
            [level_named(stands.level)] if stands.level else [],
            url_for("victim.choose_level"),
        ),
        (_("When we write"), liked_named(stands.liked), url_for("victim.choose_hours")),
        (_("Days to leave out"), days or [_("No day")], url_for("victim.choose_days")),
        (
            _("Before hard news"),
            [_("We ring you first") if stands.call_first else _("We just write to you")],
            url_for("victim.choose_ring_first"),
        ),
        (_("Language"), [language_named(stands.language)], url_for("victim.choose_language")),
    ]


def stop_way(way_id: UUID) -> ResponseReturnValue:
    """Nothing more goes to one of them."""
    try:
        door.stop_way(ctx(), guard.visitor(), way_id)
    except NotFoundError:
        abort(404)
    return redirect(url_for("victim.show_choices", said="stopped"), 303)


def report_changed(way_id: UUID) -> ResponseReturnValue:
    """A number or address has changed."""
    here = guard.visitor()
    way = next((one for one in door.own_ways(ctx(), here) if one.id == way_id), None)
    if way is None:
        abort(404)
    wrong, typed = "", ""
    if request.method == "POST":
        typed = request.form.get("value", "")[:LONGEST_TYPED]
        try:
            door.report_changed(ctx(), here, way_id, typed)
        except InvalidError:
            wrong = _wrong(way)
        else:
            return redirect(url_for("victim.show_choices", said="changed"), 303)
    return render_template(
        "victim/changed.html", way=way, name=way_named(way), wrong=wrong, typed=typed
    )


def leave_scheme() -> ResponseReturnValue:
    """They want to hear nothing more: asked once, then done at once."""
    here = guard.visitor()
    if request.method == "GET":
        return render_template("victim/leave_scheme.html")
    try:
        door.leave_scheme(ctx(), here)
    except InvalidError:
        door.ask_to_be_rung(ctx(), here)
        return redirect(url_for("victim.show_will_ring"), 303)
    page = render_template("victim/left.html", visitor=None, ends_in=None, officer=here.officer)
    guard.end()
    return page


def show_looks() -> ResponseReturnValue:
    """Who has looked at their record, by day and role."""
    looks = [(one.day, _role(one)) for one in door.who_looked(ctx(), guard.visitor())]
    return render_template("victim/looks.html", looks=looks)


def _wrong(way: OwnWay) -> str:
    if way.kind is ChannelKind.EMAIL:
        return _("Type an e-mail address, like name@example.org.")
    if way.kind is ChannelKind.POST:
        return _("Type the address.")
    return _("Type a telephone number, like 07700 900123.")


def _role(look: OwnLook) -> str:
    if look.theirs:
        return _("The person who writes to you")
    match look.role:
        case Role.MANAGER:
            return _("A manager")
        case Role.AUDITOR:
            return _("Somebody who checks how records are used")
        case Role.PAROLE_CASE_MANAGER:
            return _("Somebody who prepares a review")
        case Role.OFFICER:
            return _("A colleague of the person who writes to you")
        case _:
            return _("Somebody who looks after the system")


def add_routes(victim: Blueprint) -> None:
    """Register the pages."""
    for path, view, methods in (
        ("/choices", show_choices, ["GET"]),
        ("/choices/<uuid:way_id>/stop", stop_way, ["POST"]),
        ("/choices/<uuid:way_id>/changed", report_changed, ["GET", "POST"]),
        ("/choices/nothing-more", leave_scheme, ["GET", "POST"]),
        ("/looked", show_looks, ["GET"]),
    ):
        victim.add_url_rule(path, view_func=view, methods=methods)
