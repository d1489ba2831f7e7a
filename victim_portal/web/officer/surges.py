"""What the surge breaker parked: looking at it, proposing to let it go, stopping it."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import surges
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.surges import SurgeView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import LongText, PortalForm


class LetGoForm(PortalForm):
    """How it is known that these messages are true."""

    why = LongText(
        "How do you know that these messages are true?",
        limit=1000,
        required="Say how you know that these messages are true",
        description="The second manager reads this. Name no victim",
    )


def list_surges() -> ResponseReturnValue:
    """Every surge that waits, in numbers."""
    return _show(LetGoForm())


def propose_letting_go(surge_id: UUID) -> ResponseReturnValue:
    """Propose that a surge goes out; a second manager decides."""
    form = LetGoForm()
    there = url_for("officer.list_surges")
    if form.validate_on_submit():
        try:
            surges.propose_letting_go(ctx(), actor(), surge_id, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(there, error)
        else:
            return answers.done(there, "Proposed. They go once another manager agrees.")
    return _show(form, surge_id)


def let_surge_go(surge_id: UUID) -> ResponseReturnValue:
    """The second manager agrees."""
    there = url_for("officer.list_surges")
    try:
        queued = surges.let_surge_go(ctx(), actor(), surge_id)
    except ConflictError as error:
        return answers.back_to(there, error)
    number = "1 message" if queued == 1 else f"{queued} messages"
    return answers.done(there, f"You agreed: {number} go, where the last look finds them true.")


def stop_surge(surge_id: UUID) -> ResponseReturnValue:
    """Stop a surge for good."""
    there = url_for("officer.list_surges")
    if request.form.get("sure") != "yes":
        _reached(surge_id)
        return answers.back_to(there, ConflictError("Nothing was stopped."))
    try:
        stopped = surges.stop_surge(ctx(), actor(), surge_id)
    except ConflictError as error:
        return answers.back_to(there, error)
    number = "1 message" if stopped == 1 else f"{stopped} messages"
    return answers.done(there, f"Stopped: {number}. Their officers read the updates again.")


def _show(form: LetGoForm, of: UUID | None = None) -> str:
    return render_template("officer/surges/list.html", surges=_reached(of), form=form, of=of)


def _reached(of: UUID | None) -> Sequence[SurgeView]:
    found = surges.list_surges(ctx(), actor())
    if of is not None and of not in {one.id for one in found}:
        raise NotFoundError
    return found


def add_routes(officer: Blueprint) -> None:
    """Register the page of what is parked."""
    for path, view, methods in (
        ("/parked", list_surges, ["GET"]),
        ("/parked/<uuid:surge_id>/let-go", propose_letting_go, ["GET", "POST"]),
        ("/parked/<uuid:surge_id>/agree", let_surge_go, ["POST"]),
        ("/parked/<uuid:surge_id>/stop", stop_surge, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
