"""The offender's page for staff, and conflicts of interest."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.key_dates import DATE_NAMES
from victim_portal.services import offenders
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.offenders import ConflictInput, Declared
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, OnceToken, Pick, PortalForm
from victim_portal.web.shell import counted


class ConflictForm(PortalForm):
    """Whose conflict of interest it is, and what it is."""

    token = OnceToken()
    user = Pick("Whose conflict of interest is it?", coerce=UUID)
    why = LongText(
        "What is it?",
        limit=1000,
        required="Say what it is",
        description="For example: supervises him in the community; went to school with him; "
        "lives in the same street as his family",
    )


def show_offender(offender_id: UUID) -> ResponseReturnValue:
    """One offender with the cases that the reader may see."""
    offender = offenders.offender_view(ctx(), actor(), offender_id)
    return render_template(
        "officer/offenders/show.html",
        offender=offender,
        date_names=DATE_NAMES,
        sources=words.KEY_DATES_SOURCE,
    )


def declare_conflict(offender_id: UUID) -> ResponseReturnValue:
    """Declare a conflict of interest: one's own, or a manager for one of the unit's people."""
    form = ConflictForm()
    form.user.offer(_people())
    if form.validate_on_submit() and _whose_is_told(form):
        given = ConflictInput(form.user.data, form.why.data)
        try:
            done = offenders.declare_conflict(ctx(), actor(), offender_id, given, form.token.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            there = (
                url_for("officer.list_cases")
                if done.own
                else url_for("officer.show_offender", offender_id=offender_id)
            )
            return answers.done(there, _said(done))
    page = offenders.declare_page(ctx(), actor(), offender_id)
    return render_template(
        "officer/offenders/conflict.html",
        form=form,
        page=page,
        back_href=url_for("officer.show_offender", offender_id=offender_id),
    )


def end_conflict(offender_id: UUID, conflict_id: UUID) -> ResponseReturnValue:
    """A manager ends a conflict of interest of one of the unit's people."""
    here = url_for("officer.show_offender", offender_id=offender_id)
    try:
        offenders.end_conflict(ctx(), actor(), offender_id, conflict_id)
    except ConflictError as error:
        return answers.back_to(here, error)
    return answers.done(here, "It has ended. No case went back by itself.")


def _people() -> list[tuple[str, str]]:
    """For whom it may be declared, the person signed in first."""
    own = actor().user_id
    found = offenders.people_of_unit(ctx(), actor())
    others = [(str(user_id), name) for user_id, name in found if user_id != own]
    return [(str(own), "My own"), *others] if others else []


def _whose_is_told(form: ConflictForm) -> bool:
    """Whether a manager said whose it is; a problem on the form where not."""
    if form.user.options and form.user.data is None:
        form.add_problems({"user": "Choose whose conflict of interest it is"})
        return False
    return True


def _said(done: Declared) -> str:
    cases = counted(done.queued, "case", "cases")
    went = f" {cases} went to the unit's queue." if done.queued else ""
    seen = " You no longer see this offender or the cases." if done.own else ""
    managers = (
        " No manager is left who may see some of the cases: the administrators have a task to "
        "name one. The unit's officers still work on them."
        if done.no_manager
        else ""
    )
    return f"The conflict of interest is recorded.{seen}{went}{managers}"


def add_routes(officer: Blueprint) -> None:
    """Register the pages of offenders."""
    one = "/offenders/<uuid:offender_id>"
    for path, view, methods in (
        (one, show_offender, ["GET"]),
        (f"{one}/conflict", declare_conflict, ["GET", "POST"]),
        (f"{one}/conflicts/<uuid:conflict_id>/end", end_conflict, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
