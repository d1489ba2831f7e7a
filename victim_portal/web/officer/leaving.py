"""An officer leaves: planned by the manager, and handed over in one action."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.calendar import LONDON
from victim_portal.services import leaving
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.leaving import HandedOver
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import DateParts, PortalForm, TimeOfDay

QUEUE = "queue"


class LeavingForm(PortalForm):
    """The moment, as London's clocks show it."""

    on = DateParts("Last day", required="Enter the last day")
    at = TimeOfDay("Time", limit=20, description="From then on they can't get in. For example 5pm")

    def moment(self) -> datetime | None:
        """The moment; says what is missing."""
        if self.on.data is None:
            return None
        if self.at.time is None:
            self.add_problems({"at": "Enter a time, for example 5pm or 17:00"})
            return None
        return datetime.combine(self.on.data, self.at.time, LONDON)


def list_leavings() -> ResponseReturnValue:
    """The officers of the unit, those who leave first."""
    people = leaving.list_leavings(ctx(), actor())
    return render_template("officer/leaving/list.html", people=people)


def show_leaving(user_id: UUID) -> ResponseReturnValue:
    """Plan that somebody leaves, and see who gets each of their cases."""
    form = LeavingForm()
    if form.validate_on_submit() and (at := form.moment()) is not None:
        try:
            leaving.plan_leaving(ctx(), actor(), user_id, at)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(_here(user_id), "Planned. Look at who gets each case.")
    page = leaving.leaving_view(ctx(), actor(), user_id)
    home = url_for("officer.list_leavings")
    if not form.is_submitted() and page.leaves_at is not None:
        local = page.leaves_at.astimezone(LONDON)
        form.on.process_data(local.date())
        form.at.process_data(local.time())
    return render_template("officer/leaving/show.html", form=form, page=page, back_href=home)


def choose_successors(user_id: UUID) -> ResponseReturnValue:
    """Keep who gets which case."""
    wanted: dict[str, UUID | None] = {}
    for name, value in request.form.items():
        prefix, _, reference = name.partition("-")
        if prefix == "officer" and reference:
            wanted[reference] = _chosen(value)
    try:
        leaving.choose_successors(ctx(), actor(), user_id, wanted)
    except InvalidError as error:
        return answers.back_to(_here(user_id), error)
    return answers.done(_here(user_id), "Saved.")


def call_off_leaving(user_id: UUID) -> ResponseReturnValue:
    """They stay."""
    leaving.call_off(ctx(), actor(), user_id)
    return answers.done(_here(user_id), "Called off. They stay, and keep their cases.")


def hand_over(user_id: UUID) -> ResponseReturnValue:
    """Hand over every case at once."""
    try:
        done = leaving.hand_over_now(ctx(), actor(), user_id)
    except ConflictError as error:
        return answers.back_to(_here(user_id), error)
    return answers.done(url_for("officer.list_leavings"), _in_words(done))


def show_sheet(reference: str) -> ResponseReturnValue:
    """What whoever takes a case over has to know first."""
    sheet = leaving.handover_sheet(ctx(), actor(), reference)
    back = url_for("officer.show_case", reference=reference)
    return render_template("officer/leaving/sheet.html", sheet=sheet, back_href=back)


def _here(user_id: UUID) -> str:
    return url_for("officer.show_leaving", user_id=user_id)


def _chosen(value: str) -> UUID | None:
    """An officer's id; the queue for anything else, which a manager then gives from."""
    try:
        return None if value == QUEUE else UUID(value)
    except ValueError:
        return None


def _in_words(done: HandedOver) -> str:
    said = f"Handed over: {done.given}. Put in the queue: {done.queued}."
    return f"{said} Restricted, to be given by you: {done.left}." if done.left else said


def add_routes(officer: Blueprint) -> None:
    """Register the pages."""
    for path, view, methods in (
        ("/leaving", list_leavings, ["GET"]),
        ("/leaving/<uuid:user_id>", show_leaving, ["GET", "POST"]),
        ("/leaving/<uuid:user_id>/successors", choose_successors, ["POST"]),
        ("/leaving/<uuid:user_id>/call-off", call_off_leaving, ["POST"]),
        ("/leaving/<uuid:user_id>/now", hand_over, ["POST"]),
        ("/cases/<reference>/handover", show_sheet, ["GET"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
