"""What happened to a sentence: recorded on one page, and the draft is ready to read."""

import re
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import ValidationError

from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import OUTCOMES, STAGES, EventOutcome, Stage, YearMonth
from victim_portal.services import events
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.events import EventInput
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import (
    DateParts,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    Text,
    options_of,
)
from victim_portal.web.forms.dates import MONTH_NAMES

URGENT = "Urgent safety news: telephone first. A manager approves what is sent."
MONTH = re.compile(r"(?P<month>[a-z]{3,9}\.?|[0-9]{1,2})[\s/.-]*(?P<year>[0-9]{4})")
MONTH_FIRST_BY_YEAR = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})")


def read_month(text: str) -> YearMonth | None:
    """A month as people write it: ``March 2027``, ``3/2027``, ``2027-03``; None for no month."""
    plain = text.strip().lower()
    found = MONTH_FIRST_BY_YEAR.fullmatch(plain) or MONTH.fullmatch(plain)
    if found is None:
        return None
    name = found["month"].strip(".")
    numbers = [n for n, full in enumerate(MONTH_NAMES, start=1) if full.startswith(name)]
    number = int(name) if name.isdecimal() else (numbers or [0])[0]
    return YearMonth(int(found["year"]), number) if 1 <= number <= 12 else None


class MonthText(Text):
    """A month in one box; `month` is None until a valid one was typed."""

    @property
    def month(self) -> YearMonth | None:
        """The month that was typed."""
        return read_month(self.typed)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no month, when something was typed."""
        if self.typed and self.month is None:
            raise ValidationError("Enter a month and a year, like March 2027")


def _stages() -> tuple[Option, ...]:
    """What can have happened; urgent news says so."""
    return tuple(
        Option(stage.value, words.STAGE[stage], URGENT if STAGES[stage].urgent else "")
        for stage in events.RECORDABLE
    )


class EventForm(PortalForm):
    """One event. An outcome opens below the stage that it belongs to."""

    token = OnceToken()
    stage = Pick("What happened?", _stages(), coerce=Stage, required="Choose what happened")
    happened_on = DateParts("When did it happen?", what="The date", required="Enter the date")
    source = Pick(
        "Who told you?",
        options_of(ToldBy, words.TOLD_BY),
        coerce=ToldBy,
        required="Choose who told you",
        description="Every unit that has a victim of this offender sees this",
    )
    told_by = Text(
        "Who exactly? (optional)",
        limit=events.MOST_TOLD_BY,
        description="For example: the community offender manager. Only who may see this case "
        "reads it. Say it where you chose somebody else",
    )
    hearing_on = DateParts(
        "Day of the hearing (optional)",
        what="The day of the hearing",
        description="For its deadlines. The victim is told the month and never the day",
    )
    month = MonthText(
        "Month that may be named (optional)",
        limit=40,
        description="For example, March 2027. The words name no month if this is empty",
    )
    note = LongText(
        "Note (optional)", limit=2000, description="For staff. It is never part of an update"
    )


for _stage, _outcomes in OUTCOMES.items():
    # Each stage has its own outcomes, so each has its own field, which opens below it.
    _texts = {outcome: words.EVENT_OUTCOME[outcome] for outcome in _outcomes}
    setattr(
        EventForm,
        f"outcome_{_stage.value}",
        Pick(
            f"{words.STAGE[_stage]}: what came of it? (optional)",
            options_of(EventOutcome, _texts, only=_outcomes),
            coerce=EventOutcome,
        ),
    )


def record_event(reference: str) -> ResponseReturnValue:
    """Record an event, then read the draft that it brings."""
    events.check_reach(ctx(), actor(), reference)
    form = EventForm()
    here = url_for("officer.show_case", reference=reference)
    if form.validate_on_submit():
        try:
            draft = events.record_event(ctx(), actor(), reference, _given(form), form.token.data)
        except InvalidError as error:
            form.add_problems(_by_field(form, error.problems))
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            said = f"Recorded: {words.STAGE[form.stage.data]}."
            if draft is None:
                return answers.done(here, said)
            there = url_for("officer.show_update", reference=reference, update_id=draft)
            return answers.done(there, f"{said} The update is ready to read.")
    outcomes = {stage.value: form[f"outcome_{stage.value}"] for stage in OUTCOMES}
    return render_template(
        "officer/events/new.html",
        form=form,
        reference=reference,
        outcomes=outcomes,
        back_href=here,
    )


def _given(form: EventForm) -> EventInput:
    stage = form.stage.data
    # Only the chosen stage's own field counts: the others are hidden.
    outcome = form[f"outcome_{stage.value}"].data if stage in OUTCOMES else None
    return EventInput(
        stage=stage,
        happened_on=form["happened_on"].data,
        told_by=form.told_by.data,
        source=form.source.data,
        outcome=outcome,
        month=form.month.month,
        hearing_on=form.hearing_on.data,
        note=form.note.data,
    )


def _by_field(form: EventForm, problems: dict[str, str]) -> dict[str, str]:
    name = f"outcome_{form.stage.data.value}"
    return {name if field == "outcome" else field: text for field, text in problems.items()}


def add_routes(officer: Blueprint) -> None:
    """Register the page of an event."""
    officer.add_url_rule(
        "/cases/<reference>/events/new",
        view_func=answers.service_errors(record_event),
        methods=["GET", "POST"],
    )
