"""By which number or address they were reached, and "still right, still safe?", for any form.

Whatever is recorded of a contact asks this in the same words: the contact log, an answer to
the offer, news that was told.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services.contacts import Effect, Reached, Way
from victim_portal.web import words
from victim_portal.web.forms import Option, Pick, PortalForm, Tick
from victim_portal.web.officer import plan_versions

ANOTHER = "another"
SAFE = {"yes": True, "no": False, "not_asked": None}
_WHICH = {
    ContactMethod.TELEPHONE: "Which telephone number?",
    ContactMethod.LETTER: "Which postal address?",
    ContactMethod.SMS: "Which mobile number?",
    ContactMethod.EMAIL: "Which email address?",
    ContactMethod.VISIT: "Where was it?",
}
# What followed, in the order in which it is told.
TOLD = {
    Effect.FIRST_CONTACT: "The clock of first contact has stopped.",
    Effect.STOPPED: "The number or address was stopped, and what was waiting for it is held. "
    "There is a task to find a safe way.",
    Effect.NO_CHANNEL: "There is a task to find the right number or address.",
    Effect.INCIDENT: "Messages may have reached the wrong person: the manager has a task.",
    Effect.RING_THEM: "There is a task to ring the person themselves.",
    Effect.LEFT_WORD: "There is a task to ring back.",
    Effect.FOR_MANAGER: "It went against what was agreed: the manager has a task.",
    Effect.CONFIRMED: "The plan is confirmed from today.",
    Effect.NOT_CONFIRMED: "Their yes is kept, but confirms no plan: to use this number or "
    "address, go through its plan with them and confirm it.",
}


def told(first: str, effects: Iterable[Effect]) -> str:
    """What was recorded, and each thing that followed from it, as sentences."""
    found = set(effects)
    return " ".join([first, *(sentence for one, sentence in TOLD.items() if one in found)])


def which(method: ContactMethod) -> Pick:
    """The field for the number or address of one way; named after it: `telephone_channel`."""
    return Pick(_WHICH[method])


def still_safe() -> Pick:
    """The question itself."""
    return Pick(
        "Still right, still safe?",
        (("not_asked", "Not asked"), ("yes", "Yes"), ("no", "No")),
        default="not_asked",
        description="Ask it each time you speak: is this still a right and safe way to reach you?",
    )


def from_them() -> Tick:
    """Whether they began it: then nobody went against a plan."""
    return Tick("They rang you, or came to you, themselves")


def start_ways(ways: Sequence[Way], form: type[PortalForm]) -> dict[str, object]:
    """The plans as shown, and for each way of a form its only number or address."""
    found: dict[str, object] = {"plans_seen": plans_seen(ways)}
    for method in _offered(form):
        fitting = [way for way in ways if way.fits(method)]
        if len(fitting) < 2 and method is not ContactMethod.VISIT:
            found[f"{method.value}_channel"] = fitting[0].channel.id if fitting else ANOTHER
    return found


def plans_seen(ways: Iterable[Way]) -> str:
    """The version of each plan that stands beside the form."""
    return plan_versions.as_text((way.channel.id, way.channel.plan_version) for way in ways)


def offer_ways(form: PortalForm, ways: Sequence[Way]) -> None:
    """Offer the numbers and addresses of the case, each below the ways that it fits."""
    for method in _offered(form):
        fitting = [way for way in ways if way.fits(method)]
        options = [Option(str(way.channel.id), _named(way)) for way in fitting]
        if method is not ContactMethod.VISIT:
            options.append(Option(ANOTHER, "Another, or not known"))
        form[f"{method.value}_channel"].offer(options)


def reached(form: Any, method: ContactMethod) -> Reached:
    """What a form says of how they were reached, for its way."""
    field = f"{method.value}_channel"
    # Their own pages have no number or address.
    chosen = form[field].data if field in form else ANOTHER
    return Reached(
        channel_id=UUID(chosen) if chosen and chosen != ANOTHER else None,
        elsewhere=chosen == ANOTHER,
        inward="inward" in form and form.inward.data,
        at=form.at.time,
        still_safe=SAFE.get(form.still_safe.data),
        seen=plan_versions.from_text(form.plans_seen.data),
    )


def on_fields(problems: Mapping[str, str], method: ContactMethod) -> dict[str, str]:
    """The contact log's sentences under the names that the fields of a way have."""
    return {
        f"{method.value}_channel" if name == "channel" else name: sentence
        for name, sentence in problems.items()
    }


def _offered(form: type[PortalForm] | PortalForm) -> tuple[ContactMethod, ...]:
    return tuple(method for method in _WHICH if hasattr(form, f"{method.value}_channel"))


def _named(way: Way) -> str:
    kind, value = words.CHANNEL_KIND[way.channel.kind], " ".join(way.channel.shown.split())
    whose = f", of {way.channel.whose}" if way.channel.whose else ""
    return f"{kind} {value}{whose}{', stopped' if way.channel.suspended_at else ''}"
