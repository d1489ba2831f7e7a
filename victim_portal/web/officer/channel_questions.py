"""The short forms of a number or address: its kind, confirming it, stopping it, ending it."""

from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.channels import ChannelView, ways_to_confirm
from victim_portal.web import words
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
)
from victim_portal.web.shell import plain_date

KIND_HINTS = {
    ChannelKind.MOBILE: "For texts, calls and voicemail",
    ChannelKind.LANDLINE: "For calls and voicemail",
    ChannelKind.EMAIL: "For emails",
    ChannelKind.POST: "For letters",
}
HOW = {
    "spoken": Option(
        "spoken",
        "By speaking to them",
        "They answered, you knew it was them, and you went through the plan",
    ),
    "in_person": Option("in_person", "In person", "You went through the plan when you met"),
    "letter_answered": Option(
        "letter_answered", "By their answer to a letter", "They answered in writing"
    ),
}
RUNG = (
    Option("spoken", "You rang it and spoke to them", "They answered, and you knew it was them"),
    Option("in_person", "You rang it while they were with you", "It rang where it should"),
)


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
    """How an officer knows, which plan they went through, and when to ask again."""

    token = OnceToken()
    seen = Hidden()
    how = Pick("How did they confirm it?", required="Choose how they confirmed it")
    review_on = DateParts(
        "When should they be asked again? (optional)",
        what="The day to ask again",
        description="For example before somebody comes home. Left empty, it is within a year",
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
    """A button, and the proof that our own page was sent, once."""

    token = OnceToken()


def confirmed_beside(form: ConfirmForm, now: ChannelView) -> list[tuple[str, str, str]]:
    """What stands of a confirmation now beside what was typed."""
    typed = dict(form.what_was_typed())
    confirmed = f"Confirmed on {plain_date(now.confirmed_at)}" if now.confirmed_at else ""
    return [
        ("Confirmed", confirmed, typed.get(form.how.label.text, "")),
        ("Ask again by", plain_date(now.review_on, ""), plain_date(form.review_on.data, "")),
    ]


def ways_offered(kind: ChannelKind) -> tuple[Option, ...]:
    """How a channel of this kind can be confirmed; a landline is rung."""
    if kind is ChannelKind.LANDLINE:
        return RUNG
    return tuple(HOW[how] for how in ways_to_confirm(kind))
