"""Told and not told: whom something that is ahead could surprise."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role
from victim_portal.services.told import Shown, told_board
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx

DAYS = (7, 28, 90)
USUAL = 28


def show_told() -> ResponseReturnValue:
    """Who knows of what is ahead, how we know, and who is in the dark."""
    days = next((one for one in DAYS if str(one) == request.args.get("days")), USUAL)
    shown = next((one for one in Shown if one.value == request.args.get("list")), Shown.SURPRISED)
    # A manager answers for the unit, an officer for their own; each may look at both.
    whose = request.args.get("whose", "unit" if actor().role is Role.MANAGER else "own")
    own = whose != "unit"
    after = request.args.get("after")
    board = told_board(ctx(), actor(), days, shown, own=own, after=after)
    here = {"days": str(days), "list": shown.value, "whose": "own" if own else "unit"}
    return render_template(
        "officer/told/show.html",
        board=board,
        choices=DAYS,
        here=here,
        first_href=_page(here) if after else None,
        later_href=_page({**here, "after": board.later}) if board.later else None,
    )


def _page(query: Mapping[str, str]) -> str:
    return f"{url_for('officer.show_told')}?{urlencode(query)}"


def add_routes(officer: Blueprint) -> None:
    """Register the page."""
    officer.add_url_rule("/told", view_func=answers.service_errors(show_told), methods=["GET"])
