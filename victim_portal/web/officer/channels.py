"""The safe-contact plan: a number or address added, its plan changed, confirmed, stopped, ended."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.contact import USES_BY_KIND
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import channels
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, LongText, Option, Pick, PortalForm
from victim_portal.web.officer.channel_forms import FORMS, ChangeForm, PlanForm, given, shown

CHANGED_MEANWHILE = (
    "Somebody else changed this plan while you had it open. What you entered is still here, and "
    "what stands now is above it. Compare them, then save again."
)
KIND_HINTS = {
    ChannelKind.MOBILE: "For texts, calls and voicemail",
    ChannelKind.LANDLINE: "For calls and voicemail",
    ChannelKind.EMAIL: "For emails",
    ChannelKind.POST: "For letters",
}
HOW_HINTS = {
    "spoken": "They answered, you knew it was them, and you went through the plan",
    "code_read_back": "You sent or left a code there, and they told it to you",
    "in_person": "They showed or told it to you when you met",
    "letter_answered": "They answered a letter that went there",
}


class KindForm(PortalForm):
    """What is to be added."""

    kind = Pick(
        "What do you want to add?",
        tuple(
            Option(kind.value, words.CHANNEL_KIND[kind], KIND_HINTS[kind]) for kind in ChannelKind
        ),
        coerce=ChannelKind,
        required="Choose what you want to add",
    )


class ConfirmForm(PortalForm):
    """How an officer knows, and which plan they went through."""

    seen = Hidden()
    how = Pick(
        "How did they confirm it?",
        tuple(
            Option(how, text[:1].upper() + text[1:], HOW_HINTS[how])
            for how, text in words.VERIFIED_HOW.items()
        ),
        required="Choose how they confirmed it",
    )


class SuspendForm(PortalForm):
    """Why a channel is stopped."""

    why = LongText(
        "Why isn't it safe?",
        limit=1000,
        required="Enter why it isn't safe",
        description="For example: someone else answered; they moved; a text was seen",
    )


class EndForm(PortalForm):
    """A button, and the proof that our own page was sent."""

    seen = Hidden()


def add_channel(reference: str) -> ResponseReturnValue:
    """Add a number or address with its plan; its kind is asked first."""
    here = url_for("officer.show_case", reference=reference)
    channels.check_reach(ctx(), actor(), reference)
    asked = request.args.get("kind", "")
    if asked not in tuple(ChannelKind):
        return _ask_kind(reference, here)
    kind = ChannelKind(asked)
    form = FORMS[kind]()
    _offer(form, kind)
    if form.validate_on_submit():
        try:
            channels.add_channel(ctx(), actor(), reference, given(form, kind), form.token.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        else:
            return answers.done(
                here, "Added. Nothing goes to it before they have confirmed it: confirm it next."
            )
    return _form_page(reference, form, kind, here)


def change_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Change what was agreed; what was entered outlives somebody else's change."""
    here = url_for("officer.show_case", reference=reference)
    channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
    form = ChangeForm(data=shown(channel))
    _offer(form, channel.kind)
    beside = None
    if form.validate_on_submit():
        try:
            seen = form.seen_version()
            channels.change_plan(
                ctx(), actor(), reference, channel_id, given(form, channel.kind), seen
            )
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError:
            beside = channel
            form.seen.data = str(channel.plan_version)
            form.add_problems({"": CHANGED_MEANWHILE})
        else:
            return answers.done(
                here, "The plan was saved. If it allows more than before, confirm it."
            )
    return _form_page(reference, form, channel.kind, here, channel, beside)


def confirm_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Record that the victim confirmed a channel and its plan."""
    here = url_for("officer.show_case", reference=reference)
    channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
    form = ConfirmForm(seen=str(channel.plan_version))
    if form.validate_on_submit():
        seen, how = form.seen_version(), form.how.data
        try:
            channels.confirm_channel(ctx(), actor(), reference, channel_id, how, seen)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(here, error)
        else:
            return answers.done(here, "Confirmed. It may be used by its plan from now on.")
    return _page("confirm", reference, channel, form)


def suspend_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Stop a channel at once, with a reason."""
    here = url_for("officer.show_case", reference=reference)
    channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
    form = SuspendForm()
    if form.validate_on_submit():
        try:
            channels.suspend_channel(ctx(), actor(), reference, channel_id, form.why.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except ConflictError as error:
            return answers.back_to(here, error)
        else:
            return answers.done(here, "Stopped. What was waiting for it is held.")
    return _page("suspend", reference, channel, form)


def end_channel(reference: str, channel_id: UUID) -> ResponseReturnValue:
    """Take a channel out of use for good, after a page that says what that means."""
    here = url_for("officer.show_case", reference=reference)
    channel = channels.channel_for_form(ctx(), actor(), reference, channel_id)
    form = EndForm()
    if form.validate_on_submit():
        try:
            channels.end_channel(ctx(), actor(), reference, channel_id)
        except ConflictError as error:
            return answers.back_to(here, error)
        return answers.done(here, "It is no longer in use. It stays in the history.")
    return _page("end", reference, channel, form)


def _ask_kind(reference: str, here: str) -> ResponseReturnValue:
    form = KindForm()
    if form.validate_on_submit():
        kind = form.kind.data.value
        return redirect(url_for("officer.add_channel", reference=reference, kind=kind))
    return render_template(
        "officer/channels/kind.html", form=form, reference=reference, back_href=here
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
) -> str:
    return render_template(
        "officer/channels/form.html",
        form=form,
        reference=reference,
        kind=kind,
        channel=channel,
        beside=beside,
        rows=form.window_rows(),
        back_href=here,
    )


def _page(name: str, reference: str, channel: channels.ChannelView, form: PortalForm) -> str:
    return render_template(
        f"officer/channels/{name}.html",
        form=form,
        reference=reference,
        channel=channel,
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
