"""The safe-contact plan: a number or address added, its plan changed, confirmed, stopped, ended."""

from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.contact import USES_BY_KIND
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import channels
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Option, PortalForm
from victim_portal.web.officer.channel_forms import FORMS, ChangeForm, PlanForm, given, shown
from victim_portal.web.officer.channel_questions import (
    ConfirmForm,
    EndForm,
    KindForm,
    SuspendForm,
    confirmed_beside,
    ways_offered,
)

CHANGED_MEANWHILE = (
    "Somebody else changed this plan while you had it open. What you entered is still here, and "
    "what stands now is above it. Compare them, then save again."
)
UNCONFIRMED = (
    "Somebody else changed this plan while you had it open, so nothing was confirmed. What stands "
    "now is below. Go through it with them, then confirm it."
)
ENDED_MEANWHILE = (
    "Somebody else ended this number or address, or put it right, while you had it open. "
    "Look at the numbers and addresses as they stand now."
)
CODE_ENDED = " The code that was sent counts no more: send a new one."
ADDED = {
    True: "Added and agreed. Nothing but a code goes to it before it is verified.",
    False: "Added. Nothing goes to it before they have agreed to its plan.",
}
STOP_AGAIN = "Somebody else changed this in the same moment. It isn't stopped yet: send it again."
CONFIRMED = {
    True: "Confirmed. It may be used by its plan from now on.",
    False: "Confirmed. It isn't verified yet: nothing goes to it but a code.",
}


def add_channel(reference: str) -> ResponseReturnValue:
    """Add a number or address with its plan; its kind is asked first."""
    here = url_for("officer.show_case", reference=reference)
    person_id = _whose()
    whose = channels.check_reach(ctx(), actor(), reference, person_id)
    asked = request.args.get("kind", "")
    if asked not in tuple(ChannelKind):
        return _ask_kind(reference, here, whose)
    kind = ChannelKind(asked)
    form = FORMS[kind]()
    _offer(form, kind)
    if form.validate_on_submit():
        try:
            plan, token = given(form, kind), form.token.data
            channels.add_channel(ctx(), actor(), reference, plan, token, person_id)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(here, ADDED[plan.agreed is not None])
    return _form_page(reference, form, kind, here, whose=whose)


def change_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Change what was agreed; what was entered outlives somebody else's change."""
    here = url_for("officer.show_case", reference=reference)
    try:
        channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
    except NotFoundError:
        form, kind = ChangeForm(), _kind_of_ended(reference, channel_id)
        _offer(form, kind)
        return _ended(reference, form)
    form = ChangeForm(data=shown(channel))
    _offer(form, channel.kind)
    beside = None
    if form.validate_on_submit():
        try:
            plan, seen = given(form, channel.kind), form.seen_version()
            ended = channels.change_plan(
                ctx(), actor(), reference, channel_id, plan, seen, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError:
            beside = channels.channel_for_form(ctx(), actor(), reference, channel_id)
            form.seen.data = str(beside.plan_version)
            form.token.data = uuid4()
            form.add_problems({"": CHANGED_MEANWHILE})
        else:
            return answers.done(here, f"The plan was saved.{CODE_ENDED if ended else ''}")
    return _form_page(reference, form, channel.kind, here, channel, beside)


def confirm_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Record that the victim confirmed a channel and its plan: the one that is shown, no other."""
    here = url_for("officer.show_case", reference=reference)
    try:
        channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
    except NotFoundError:
        late, kind = ConfirmForm(), _kind_of_ended(reference, channel_id)
        late.how.offer(ways_offered(kind))
        return _ended(reference, late)
    beside = None
    form = ConfirmForm(data={"seen": str(channel.plan_version), "review_on": channel.review_kept})
    form.how.offer(ways_offered(channel.kind))
    if form.validate_on_submit():
        seen, how, review_on = form.seen_version(), form.how.data, form.review_on.data
        try:
            verified = channels.confirm_channel(
                ctx(), actor(), reference, channel_id, how, seen, review_on, form.token.data
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError:
            channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
            beside = confirmed_beside(form, channel)
            form.seen.data = str(channel.plan_version)
            form.token.data = uuid4()
            form.add_problems({"": UNCONFIRMED})
        else:
            return answers.done(here, CONFIRMED[verified])
    return _page("confirm", reference, channel, form, beside)


def suspend_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Stop a channel at once, with a reason."""
    here = url_for("officer.show_case", reference=reference)
    form = SuspendForm()
    try:
        channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
    except NotFoundError:
        _kind_of_ended(reference, channel_id)
        return _ended(reference, form)
    if form.validate_on_submit():
        try:
            channels.suspend_channel(ctx(), actor(), reference, channel_id, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError:
            # Whatever the plan is by now, this may still be stopped: nothing is overwritten.
            channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
            form.add_problems({"": STOP_AGAIN})
        else:
            return answers.done(here, "Stopped. What was waiting for it is held.")
    return _page("suspend", reference, channel, form)


def end_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Take a channel out of use for good, after a page that says what that means."""
    here = url_for("officer.show_case", reference=reference)
    form = EndForm()
    if form.validate_on_submit():
        try:
            channels.end_channel(ctx(), actor(), reference, channel_id, form.token.data)
        except ConflictError as error:
            return answers.back_to(here, error)
        return answers.done(here, "It is no longer in use. It stays in the history.")
    channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
    return _page("end", reference, channel, form)


def _kind_of_ended(reference: str, channel_id: UUID) -> ChannelKind:
    """The kind of one that ended while its form was open; NotFoundError for a page asked for."""
    if request.method != "POST":
        raise NotFoundError
    return channels.kind_of_ended(ctx(), actor(), reference, channel_id)


def _ended(reference: str, form: PortalForm) -> ResponseReturnValue:
    here = url_for("officer.show_case", reference=reference)
    return answers.too_late(form, ENDED_MEANWHILE, here, "The case")


def _whose() -> UUID | None:
    """The supporter whose it is to be, by their person's id; a broken id is nobody's."""
    asked = request.args.get("for")
    if asked is None:
        return None
    try:
        return UUID(asked)
    except ValueError:
        raise NotFoundError from None


def _ask_kind(reference: str, here: str, whose: str) -> ResponseReturnValue:
    form = KindForm()
    if form.validate_on_submit():
        there = {"kind": form.kind.data.value}
        if "for" in request.args:
            there["for"] = request.args["for"]
        return redirect(url_for("officer.add_channel", reference=reference, **there))
    return render_template(
        "officer/channels/kind.html", form=form, reference=reference, whose=whose, back_href=here
    )


def _offer(form: PlanForm, kind: ChannelKind) -> None:
    allowed = USES_BY_KIND[kind]
    form.uses.offer(
        Option(use.value, text) for use, text in words.CHANNEL_USE.items() if use in allowed
    )


def _form_page(
    reference: str,
    form: PlanForm,
    kind: ChannelKind,
    here: str,
    channel: channels.ChannelView | None = None,
    beside: channels.ChannelView | None = None,
    whose: str = "",
) -> str:
    return render_template(
        "officer/channels/form.html",
        form=form,
        reference=reference,
        kind=kind,
        channel=channel,
        beside=beside,
        whose=whose,
        rows=form.window_rows(),
        back_href=here,
    )


def _page(
    name: str,
    reference: str,
    channel: channels.ChannelView,
    form: PortalForm,
    beside: list[tuple[str, str, str]] | None = None,
) -> str:
    return render_template(
        f"officer/channels/{name}.html",
        form=form,
        reference=reference,
        channel=channel,
        beside=beside,
        back_href=url_for("officer.show_case", reference=reference),
    )


def add_routes(officer: Blueprint) -> None:
    """Register the pages of the safe-contact plan."""
    one = "/cases/<reference>/channels/<uuid:channel_id>"
    for path, view in (
        ("/cases/<reference>/channels/new", add_channel),
        (one, change_channel),
        (f"{one}/confirm", confirm_channel),
        (f"{one}/suspend", suspend_channel),
        (f"{one}/end", end_channel),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=["GET", "POST"])
