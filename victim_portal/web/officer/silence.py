"""Silent cases, with why each is."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.silence import Silence
from victim_portal.domain.vocabulary import Role
from victim_portal.services.silence import list_silent
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.words.silence import SILENCE


def list_silent_cases() -> ResponseReturnValue:
    """A page of silent cases; what can't be read in the address is the first page of all."""
    why, after = request.args.get("why", ""), request.args.get("after", "")
    known = Silence(why) if why in set(Silence) else None
    mine = request.args.get("mine", "") == "1"
    page = list_silent(ctx(), actor(), known, after, mine=mine)
    given = {"why": known.value if known else None, "mine": "1" if mine else None}
    return render_template(
        "officer/silence/list.html",
        page=page,
        reasons=SILENCE,
        why=known,
        mine=mine,
        manager=actor().role is Role.MANAGER,
        newest_href=url_for("officer.list_silent_cases", **given) if after else "",  # type: ignore[arg-type]  # words of an address
        older_href=url_for("officer.list_silent_cases", after=page.after, **given)  # type: ignore[arg-type]  # words of an address
        if page.after
        else "",
    )


def add_routes(officer: Blueprint) -> None:
    """Register the page."""
    officer.add_url_rule(
        "/silent-cases", view_func=answers.service_errors(list_silent_cases), methods=["GET"]
    )
