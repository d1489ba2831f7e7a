"""The pages of officers and managers: one module a noun, one view a page."""

from flask import Blueprint, Flask, redirect, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role
from victim_portal.web.context import signed_in


def start() -> ResponseReturnValue:
    """The first page of whoever signed in."""
    member = signed_in()
    if member is not None and member.role in (Role.OFFICER, Role.MANAGER):
        return redirect(url_for("officer.list_cases"))
    return redirect(url_for("officer.list_tasks"))


def install(app: Flask) -> None:
    """Register the pages."""
    from victim_portal.web.officer import (
        allocation,
        callers,
        cases,
        channels,
        contacts,
        corrections,
        duplicates,
        enrolment,
        events,
        first_contact,
        key_dates,
        letters,
        mistakes,
        needs,
        offenders,
        post_tray,
        referrals,
        representations,
        submissions,
        supporters,
        tasks,
        updates,
        verification,
    )

    modules = (
        allocation,
        callers,
        cases,
        channels,
        contacts,
        corrections,
        duplicates,
        enrolment,
        events,
        first_contact,
        key_dates,
        letters,
        mistakes,
        needs,
        offenders,
        post_tray,
        referrals,
        representations,
        submissions,
        supporters,
        tasks,
        updates,
        verification,
    )
    # A fresh one for each app: a blueprint takes no more routes once it was registered.
    officer = Blueprint("officer", __name__)
    officer.add_url_rule("/", view_func=start, methods=["GET"])
    for module in modules:
        module.add_routes(officer)
    app.register_blueprint(officer)
