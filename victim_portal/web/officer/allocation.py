"""Who gets a case: the unit's queue, taking a case, giving one or many, moving to another unit."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.allocation import Why
from victim_portal.services import allocation
from victim_portal.services.allocation import Given, LeftAlone, ProposalView, QueueView
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, LongText, OnceToken, Pick, PickMany, PortalForm
from victim_portal.web.shell import counted

REASONS: Mapping[Why, str] = {
    Why.SAME_PERSON: "has the person's other case",
    Why.SPEAKS_WELSH: "speaks Welsh",
    Why.NO_WELSH: "doesn't speak Welsh",
    Why.NOBODY_SPEAKS_WELSH: "nobody who may have it speaks Welsh",
}
NOBODY: Mapping[Why, str] = {
    Why.NO_OFFICER: "The unit has no active officer.",
    Why.ALL_IN_CONFLICT: "Every officer of the unit has a conflict of interest. "
    "Move it to another unit.",
}
# Names of what was left alone travel in a cookie, which holds no more.
MOST_NAMED = 20


class AssignForm(PortalForm):
    """Which officer gets the case, and who had it when that was decided."""

    seen = Hidden()
    officer = Pick("Officer", coerce=UUID, required="Choose an officer of this unit")


class QueueForm(PortalForm):
    """The ticked cases; an officer for each is added as the queue stands."""

    case = PickMany("Cases to give")


class MoveForm(PortalForm):
    """To which unit a case goes, and why."""

    token = OnceToken()
    unit = Pick("Unit", coerce=UUID, required="Choose the unit that it goes to")
    why = LongText(
        "Why does it move?",
        limit=1000,
        required="Say why it moves",
        description="For example: they live in that area; an officer here knows the offender",
    )


def show_queue() -> ResponseReturnValue:
    """The cases of the unit that nobody has yet, most urgent first."""
    queue = allocation.show_queue(ctx(), actor())
    return _queue_page(queue, _form_for(queue))


def assign_many() -> ResponseReturnValue:
    """Give the ticked cases of the queue to the officers chosen beside them."""
    try:
        given = allocation.assign_many(ctx(), actor(), _wanted())
    except (ConflictError, InvalidError) as error:
        queue = allocation.show_queue(ctx(), actor())
        form = _form_for(queue)
        problems = error.problems if isinstance(error, InvalidError) else {"": str(error)}
        form.add_problems(problems)
        return _queue_page(queue, form)
    back = url_for("officer.show_queue")
    if given.left:
        flash(_left_in_words(given.left), "important")
    return answers.done(back, _given_in_words(given)) if given.to else redirect(back)


def take_case(reference: str) -> ResponseReturnValue:
    """Take a case out of the unit's queue."""
    here = url_for("officer.show_case", reference=reference)
    try:
        allocation.take_case(ctx(), actor(), reference)
    except ConflictError as error:
        return answers.back_to(here, error)
    return answers.done(here, "The case is yours now.")


def assign_case(reference: str) -> ResponseReturnValue:
    """Give a case of the unit to one of its officers."""
    here = url_for("officer.show_case", reference=reference)
    officer, seen = _uuid(request.form.get("officer", "")), request.form.get("seen")
    try:
        if officer is None:
            raise InvalidError({"officer": "Choose an officer of this unit."})
        allocation.assign_case(ctx(), actor(), reference, officer, seen)
    except (ConflictError, InvalidError) as error:
        return answers.back_to(here, error)
    return answers.done(here, "The case was given to the officer.")


def move_case(reference: str) -> ResponseReturnValue:
    """Move a case into another unit's queue; whoever sends it no longer sees it."""
    # Once it has moved it is out of reach, and a second click is answered like the first.
    form = MoveForm()
    if form.is_submitted() and form.token.data is not None:
        moved = allocation.moved_before(ctx(), form.token.data)
        if moved:
            return _moved(reference, moved)
    choice = allocation.move_choice(ctx(), actor(), reference)
    form.unit.offer((str(unit_id), name) for unit_id, name in choice.units)
    if form.validate_on_submit():
        try:
            name = allocation.move_case(
                ctx(), actor(), reference, form.unit.data, form.why.data, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            form.add_problems({"": str(error)})
        else:
            return _moved(reference, name)
    return render_template(
        "officer/allocation/move.html",
        form=form,
        choice=choice,
        reference=reference,
        back_href=url_for("officer.show_case", reference=reference),
    )


def _moved(reference: str, unit: str) -> ResponseReturnValue:
    sentence = f"{reference} went to the queue of {unit}. You no longer see it."
    return answers.done(url_for("officer.show_queue"), sentence)


def _form_for(queue: QueueView) -> QueueForm:
    """The form with a select for each case, which starts at the proposal."""
    officers = {
        f"officer-{line.reference}": Pick(
            f"Officer for {line.reference}",
            [(str(officer_id), name) for officer_id, name in line.able],
            coerce=UUID,
            default=line.proposal.officer_id,
        )
        for line in queue.lines
    }
    form: QueueForm = type("FilledQueueForm", (QueueForm,), officers)()
    form.case.offer((line.reference, line.reference) for line in queue.lines)
    return form


def _queue_page(queue: QueueView, form: QueueForm) -> str:
    return render_template(
        "officer/allocation/queue.html",
        queue=queue,
        form=form,
        most=allocation.MOST_SHOWN,
        because={line.reference: because(line.proposal) for line in queue.lines},
    )


def because(proposal: ProposalView) -> str:
    """Why somebody is proposed: "Speaks Welsh, 12 open cases"; or why nobody is."""
    if proposal.officer_id is None:
        return " ".join(NOBODY[why] for why in proposal.reasons)
    cases = counted(proposal.open_cases, "open case", "open cases")
    if proposal.ahead:
        cases = f"{cases} and {proposal.ahead} proposed above"
    parts = [REASONS[why] for why in proposal.reasons if why in REASONS]
    parts.append(f"{cases}, the fewest" if Why.FEWEST_CASES in proposal.reasons else cases)
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def _wanted() -> dict[str, UUID | None]:
    """The ticked cases with the officer chosen for each."""
    ticked = request.form.getlist("case")
    return {one: _uuid(request.form.get(f"officer-{one}", "")) for one in ticked}


def _given_in_words(given: Given) -> str:
    total = sum(given.to.values())
    if len(given.to) == 1:
        return f"{counted(total, 'case', 'cases')} given to {next(iter(given.to))}."
    shares = ", ".join(f"{number} to {name}" for name, number in given.to.items())
    return f"{counted(total, 'case', 'cases')} given: {shares}."


def _left_in_words(left: tuple[LeftAlone, ...]) -> str:
    sentences = [
        f"{one.reference} was taken by {one.taken_by} meanwhile."
        if one.taken_by
        else f"{one.reference} is no longer in your queue."
        for one in left[:MOST_NAMED]
    ]
    more = len(left) - MOST_NAMED
    if more > 0:
        sentences.append(f"So {'is' if more == 1 else 'are'} {more} more.")
    return " ".join(sentences)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def add_routes(officer: Blueprint) -> None:
    """Register the pages of allocation."""
    for path, view, methods in (
        ("/queue", show_queue, ["GET"]),
        ("/queue/assign", assign_many, ["POST"]),
        ("/cases/<reference>/take", take_case, ["POST"]),
        ("/cases/<reference>/assign", assign_case, ["POST"]),
        ("/cases/<reference>/move", move_case, ["GET", "POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
