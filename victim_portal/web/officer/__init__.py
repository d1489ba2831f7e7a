"""The pages of officers and managers: one module a noun, one view a page."""

from flask import Blueprint, Flask, redirect, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import Role
from victim_portal.web.context import signed_in

# What each role comes to do; for everybody else it is what they have to do.
START = {
    Role.OFFICER: "officer.show_today",
    Role.MANAGER: "officer.show_today",
    Role.AUDITOR: "auditor.find_case",
    Role.PAROLE_CASE_MANAGER: "officer.list_released",
}


def start() -> ResponseReturnValue:
    """The first page of whoever signed in."""
    member = signed_in()
    first = START.get(member.role, "officer.list_tasks") if member else "officer.list_tasks"
    return redirect(url_for(first))


def install(app: Flask) -> None:
    """Register the pages."""
    from victim_portal.web.officer import (
        allocation,
        call_sheets,
        callers,
        campaigns,
        cases,
        channels,
        coming_of_age,
        contacts,
        corrections,
        cover,
        duplicates,
        enrolment,
        events,
        exact_dates,
        first_contact,
        forgetting,
        glass,
        incidents,
        keeping,
        key_dates,
        leaving,
        letters,
        level,
        minors,
        mistakes,
        needs,
        news_letters,
        offenders,
        once_more,
        oversight,
        own_pages,
        plan_changes,
        post_tray,
        preferences,
        previews,
        proposals,
        reconciliation,
        referrals,
        releases,
        representations,
        restrictions,
        silence,
        submissions,
        supporters,
        surges,
        tasks,
        telling,
        texts,
        timeline,
        today,
        told,
        updates,
        verification,
        wrong_news,
        zones,
    )
    from victim_portal.web.officer.task_places import place_of

    modules = (
        allocation,
        call_sheets,
        callers,
        campaigns,
        cases,
        channels,
        coming_of_age,
        contacts,
        corrections,
        cover,
        duplicates,
        enrolment,
        events,
        exact_dates,
        first_contact,
        forgetting,
        incidents,
        keeping,
        glass,
        key_dates,
        leaving,
        letters,
        level,
        minors,
        mistakes,
        needs,
        news_letters,
        offenders,
        once_more,
        oversight,
        own_pages,
        plan_changes,
        post_tray,
        preferences,
        previews,
        proposals,
        reconciliation,
        referrals,
        releases,
        representations,
        restrictions,
        silence,
        submissions,
        supporters,
        surges,
        tasks,
        telling,
        texts,
        timeline,
        today,
        told,
        updates,
        verification,
        wrong_news,
        zones,
    )
    # A fresh one for each app: a blueprint takes no more routes once it was registered.
    officer = Blueprint("officer", __name__)
    app.add_template_global(place_of, "task_place")
    officer.add_url_rule("/", view_func=start, methods=["GET"])
    for module in modules:
        module.add_routes(officer)
    app.register_blueprint(officer)
