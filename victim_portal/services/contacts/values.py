"""What is given of one contact, and what recording it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome


class Effect(StrEnum):
    """What followed from a contact, beside its entry in the log."""

    STOPPED = "stopped"
    INCIDENT = "incident"
    FOR_MANAGER = "for_manager"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    FIRST_CONTACT = "first_contact"
    NO_CHANNEL = "no_channel"
    RING_THEM = "ring_them"
    LEFT_WORD = "left_word"


@dataclass(frozen=True)
class ContactInput:
    """One attempt or contact, in or out, as an officer records it.

    `on` is the day in London and `at` the wall time, where it is known. `channel_id` is the
    number or address; `elsewhere` says that it was another one, or isn't known. `expected`:
    whether whoever else answered was to be expected there by the plan (None counts as no).
    `letter_id`: the letter that came back. `still_safe`: what they said when asked whether
    the channel is still right and safe, None where nobody asked. `seen` holds the version
    of each plan as it was shown: a plan that changed since isn't confirmed by a yes.

    `with_id` is whom it was with, the person of the case or a live supporter; None for
    whose number or address it was, the person's where that isn't on record. `for_them`: it
    was somebody else who rang or wrote for them, which is no contact with the person.
    """

    method: ContactMethod
    outcome: ContactOutcome
    on: date
    inward: bool = False
    channel_id: UUID | None = None
    elsewhere: bool = False
    at: time | None = None
    expected: bool | None = None
    letter_id: UUID | None = None
    still_safe: bool | None = None
    visit_offered: bool = False
    next_on: date | None = None
    promise_on: date | None = None
    note: str = field(default="", repr=False)
    next_step: str = field(default="", repr=False)
    promise: str = field(default="", repr=False)
    seen: Mapping[UUID, int] = field(default_factory=dict)
    with_id: UUID | None = None
    for_them: bool = False


@dataclass(frozen=True)
class Reached:
    """How they were reached, where something else is recorded that came in a contact.

    The fields are those of `ContactInput`. Without any of them, nobody said by which number
    or address it was, and nobody asked whether it is still right and safe.
    """

    channel_id: UUID | None = None
    elsewhere: bool = True
    inward: bool = False
    at: time | None = None
    still_safe: bool | None = None
    seen: Mapping[UUID, int] = field(default_factory=dict)

    def as_contact(self, method: ContactMethod, outcome: ContactOutcome, on: date) -> ContactInput:
        """The contact that it was, for the one door of the contact log."""
        return ContactInput(
            method=method,
            outcome=outcome,
            on=on,
            inward=self.inward or outcome is ContactOutcome.RECEIVED,
            channel_id=self.channel_id,
            elsewhere=self.elsewhere,
            at=self.at,
            still_safe=self.still_safe,
            seen=self.seen,
        )


@dataclass(frozen=True)
class Recorded:
    """The entry that was kept, and what followed from it."""

    contact_id: UUID
    effects: tuple[Effect, ...] = ()

    def as_text(self) -> str:
        """As it is remembered for a form that is sent twice."""
        return " ".join([str(self.contact_id), *self.effects])

    @classmethod
    def from_text(cls, text: str) -> "Recorded":
        """What `as_text` kept."""
        contact_id, *effects = text.split()
        return cls(UUID(contact_id), tuple(Effect(one) for one in effects))
