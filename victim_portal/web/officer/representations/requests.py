"""Recording what a victim asks for, and putting it right while nobody has it yet."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.vocabulary import RequestState
from victim_portal.services import representations
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.representations import WishView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.officer.representations.conditions import change_condition, to_choosing
from victim_portal.web.officer.representations.finding import (
    after_recording,
    home,
    one_request,
    wish_of,
)
from victim_portal.web.officer.representations.forms import (
    RequestForm,
    condition_options,
    request_form,
)


def record_representation(reference: str) -> ResponseReturnValue:
    """Record one thing that the victim asks for; the next one starts from the same occasion."""
    view = representations.representations_view(ctx(), actor(), reference)
    if view.official and request.method == "GET":
        return to_choosing(reference)
    form = request_form()()
    form.code.offer(condition_options())
    again = "again" in request.args
    if form.is_right():
        try:
            given, once = form.representation(), form.token.data
            representations.record_representation(ctx(), actor(), reference, given, once)
        except (InvalidError, ConflictError) as error:
            form.say(error)
        else:
            then = after_recording(reference, mapped=form.is_mapped)
            if "another" in request.form:
                then = url_for("officer.record_representation", reference=reference, again="yes")
            return answers.done(then, "The request was recorded.")
    elif not form.is_submitted() and again and view.occasions:
        newest = max(view.occasions, key=lambda occasion: occasion.recorded_at)
        form.heard_on.process(None, newest.heard_on)
        form.how.process_data(newest.how)
    wish = wish_of(view, request.args.get("wish") or form.wish_id.data or "")
    if wish is not None and not form.is_submitted():
        form.show_wish(wish)
    return _page(form, reference, "Record what the victim asks for", new=True, wish=wish)


def change_request(reference: str, number: int) -> ResponseReturnValue:
    """Put a request right that was not put forward yet."""
    found = one_request(reference, number)
    if found.state is not RequestState.ASKED_FOR:
        # A form that can only be refused would waste what is typed into it.
        return redirect(home(reference))
    if found.official or "condition" in request.args:
        return change_condition(reference, found)
    form = request_form()()
    del form.token, form.heard_on, form.how, form.wish_id
    form.code.offer(condition_options())
    if form.is_right():
        try:
            seen = int(form.row_version.data)
            representations.change_request(ctx(), actor(), reference, number, form.request(), seen)
        except (InvalidError, ConflictError, ValueError) as error:
            form.say(error)
        else:
            return answers.done(home(reference), f"Request {number} was changed.")
    elif not form.is_submitted():
        form.show(found)
    return _page(form, reference, f"Change request {number}", new=False, number=number)


def _page(
    form: RequestForm,
    reference: str,
    title: str,
    *,
    new: bool,
    number: int | None = None,
    wish: WishView | None = None,
) -> ResponseReturnValue:
    return render_template(
        "officer/representations/record.html",
        form=form,
        title=title,
        new=new,
        choose_href=url_for(
            "officer.choose_condition",
            reference=reference,
            request=number,
            wish=wish.id if wish else None,
        ),
        wish=wish,
        reference=reference,
        back_href=home(reference),
    )
