"""Incidents: recorded by whoever noticed, looked after and closed by the unit's manager."""

from datetime import date, datetime, time
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.calendar import LONDON
from victim_portal.domain.incidents import IncidentKind
from victim_portal.services import incidents
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.incidents import IncidentInput, IncidentView, Progress
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    ReferenceText,
    TimeOfDay,
    options_of,
)

NOON = time(12)
CHANGED = (
    "Somebody else changed this incident while you had it open. What you entered is still here, "
    "and what stands now is shown above. Compare them, then save again."
)


class RecordForm(PortalForm):
    """An incident as it was noticed."""

    token = OnceToken()
    kind = Pick(
        "What went wrong?",
        options_of(IncidentKind, words.INCIDENT_KIND),
        coerce=IncidentKind,
        required="Choose what went wrong",
    )
    noticed_on = DateParts(
        "When was it noticed?", what="The day it was noticed", required="Enter the day"
    )
    noticed_at = TimeOfDay(
        "At what time?", description="The 72 hours count from here. For example 2:30pm"
    )
    reference = ReferenceText(
        "Which case? (optional)", limit=20, description="If it concerns one case alone"
    )
    happened = LongText(
        "What happened?",
        limit=5000,
        required="Say what happened",
        description="What went where, who may have seen it, and what was done at once",
    )


class ProgressForm(PortalForm):
    """What was found out and done, so far or in the end."""

    seen = Hidden()
    risk = Pick(
        "Is there a risk to somebody?",
        (
            Option("yes", "Yes", "It is reported within the 72 hours, and the person is told"),
            Option("no", "No"),
            Option("unknown", "Not known yet"),
        ),
        required="Say whether there is a risk",
    )
    reported_on = DateParts("When was the regulator told? (optional)", what="The day of the report")
    reported_at = TimeOfDay("At what time was the regulator told?")
    told_on = DateParts("When was the person told? (optional)", what="The day they were told")
    told_at = TimeOfDay("At what time was the person told?")
    done = LongText("What was done about it?", limit=5000)


def list_incidents() -> ResponseReturnValue:
    """The unit's incidents, open ones first."""
    found = incidents.list_incidents(ctx(), actor())
    return render_template("officer/incidents/list.html", incidents=found)


def record_incident() -> ResponseReturnValue:
    """Record an incident, of a case or of none."""
    asked = request.args.get("case", "")
    incidents.where_to_record(ctx(), actor(), asked)
    form = RecordForm(data={"reference": asked, "noticed_on": ctx().today()})
    back = url_for("officer.show_case", reference=asked) if asked else url_for("officer.list_tasks")
    if form.validate_on_submit() and form.noticed_on.data is not None:
        given = IncidentInput(
            form.kind.data,
            _moment(form.noticed_on.data, form.noticed_at.time),
            form.happened.data,
            form.reference.data,
        )
        try:
            incidents.record_incident(ctx(), actor(), given, form.token.data)
        except InvalidError as error:
            problems = dict(error.problems)
            if "noticed" in problems:
                problems["noticed_on"] = problems.pop("noticed")
            form.add_problems(problems)
        else:
            return answers.done(back, "The incident was recorded. The unit's manager has a task.")
    return render_template("officer/incidents/record.html", form=form, back_href=back)


def show_incident(incident_id: UUID) -> ResponseReturnValue:
    """One incident: its clock, and what was found out and done."""
    here = url_for("officer.show_incident", incident_id=incident_id)
    shown = incidents.incident_view(ctx(), actor(), incident_id)
    form = ProgressForm(data=_start(shown))
    if form.validate_on_submit():
        closing = request.form.get("then") == "close"
        keep = incidents.close_incident if closing else incidents.record_progress
        try:
            keep(ctx(), actor(), incident_id, _progress(form), form.seen_version())
        except InvalidError as error:
            form.add_problems(
                {_FIELDS.get(name, name): text for name, text in error.problems.items()}
            )
        except ConflictError as error:
            if shown.line.closed_at is not None:
                return answers.back_to(here, error)
            form.seen.data = str(shown.version)
            form.add_problems({"": CHANGED})
        else:
            return answers.done(here, "The incident is closed." if closing else "Saved.")
    return render_template(
        "officer/incidents/show.html",
        form=form,
        shown=shown,
        line=shown.line,
        back_href=url_for("officer.list_incidents"),
    )


_FIELDS = {"reported": "reported_on", "told": "told_on"}


def _moment(day: date, at: time | None) -> datetime:
    """A day and a time as people wrote them; without a time it is midday, today it is now."""
    if at is None and day == ctx().today():
        return ctx().now()
    return datetime.combine(day, at or NOON, LONDON)


def _start(shown: IncidentView) -> dict[str, object]:
    """The form as it stands; times are London's."""
    reported = shown.reported_at.astimezone(LONDON) if shown.reported_at else None
    told = shown.told_at.astimezone(LONDON) if shown.told_at else None
    return {
        "seen": str(shown.version),
        "risk": {True: "yes", False: "no", None: "unknown"}[shown.risk],
        "reported_on": reported.date() if reported else None,
        "reported_at": reported.time() if reported else None,
        "told_on": told.date() if told else None,
        "told_at": told.time() if told else None,
        "done": shown.done,
    }


def _progress(form: ProgressForm) -> Progress:
    reported, told = form.reported_on.data, form.told_on.data
    return Progress(
        risk={"yes": True, "no": False}.get(str(form.risk.data)),
        reported_at=_moment(reported, form.reported_at.time) if reported else None,
        told_at=_moment(told, form.told_at.time) if told else None,
        done=form.done.data,
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of incidents."""
    for path, view, methods in (
        ("/incidents", list_incidents, ["GET"]),
        ("/incidents/new", record_incident, ["GET", "POST"]),
        ("/incidents/<uuid:incident_id>", show_incident, ["GET", "POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
