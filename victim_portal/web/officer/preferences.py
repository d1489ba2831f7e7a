"""How they want to be told: by telephone first, on which days never, and of which moves."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.avoided_days import avoided_in_words
from victim_portal.services import preferences
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.preferences import SMALL_MOVES, PreferenceInput, PreferenceView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, LongText, Option, Pick, PortalForm, Tick


class PreferencesForm(PortalForm):
    """How they want to be told, and the record that was shown."""

    seen = Hidden()
    call_first = Tick("Ring them before hard news goes out by message")
    ignore_moves = Pick(
        "When a date moves, which moves do they want to hear of?",
        tuple(Option(str(months), words.SMALL_MOVE[months]) for months in SMALL_MOVES),
        coerce=int,
        required="Choose which moves they want to hear of",
        description="Moves add up: once a date is further from the month that they know, "
        "they are told. What comes before a release is told in any case",
    )
    avoided = LongText(
        "Days on which nothing should come (optional)",
        limit=1000,
        description="One to a line: 9 March for every year, 9 March 2027 for one day. "
        "Urgent safety news and what the law says they are told come all the same",
    )


def record_preferences(reference: str) -> ResponseReturnValue:
    """Record them; what was entered outlives somebody else's change."""
    here = url_for("officer.show_case", reference=reference)
    try:
        view = preferences.preferences_for_form(ctx(), actor(), reference)
    except ConflictError as error:
        return answers.back_to(here, error)
    form = PreferencesForm(data=_start(view))
    if form.validate_on_submit():
        given = PreferenceInput(
            form.call_first.data, form.ignore_moves.data, form.avoided.data or ""
        )
        try:
            preferences.record_preferences(ctx(), actor(), reference, given, form.seen_version())
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            now = preferences.preferences_for_form(ctx(), actor(), reference)
            form.seen.data = str(now.version)
            form.add_problems({"": str(error)})
        else:
            return answers.done(here, "Saved. What was approved has to be read again.")
    return render_template(
        "officer/preferences/form.html", form=form, reference=reference, back_href=here
    )


def _start(view: PreferenceView) -> dict[str, object]:
    return {
        "seen": str(view.version),
        "call_first": view.call_first,
        "ignore_moves": view.ignore_moves_up_to_months,
        "avoided": "\n".join(avoided_in_words(one) for one in view.avoided),
    }


def add_routes(officer: Blueprint) -> None:
    """Register the page of how they want to be told."""
    officer.add_url_rule(
        "/cases/<reference>/preferences",
        view_func=answers.service_errors(record_preferences),
        methods=["GET", "POST"],
    )
