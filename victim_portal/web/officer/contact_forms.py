"""The forms of the contact log: a contact, and a note."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from victim_portal.domain.contacts import is_real_contact, outcomes_for
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome
from victim_portal.services.contacts import ContactAsked, ContactInput
from victim_portal.web import words
from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    OnceToken,
    Option,
    Pick,
    PortalForm,
    Tick,
    TimeOfDay,
)
from victim_portal.web.officer.reached import offer_ways, reached, start_ways, still_safe, which

AS_NUMBER, FOR_THEM = "as_number", "for_them"
FROM_THEM = "in_"
# In the order of use: most attempts are calls.
METHODS = (
    ContactMethod.TELEPHONE,
    ContactMethod.LETTER,
    ContactMethod.SMS,
    ContactMethod.EMAIL,
    ContactMethod.VISIT,
)
_OR_THEY = {
    ContactMethod.TELEPHONE: "or they rang",
    ContactMethod.VISIT: "or they came to you",
}


def _came(value: str) -> tuple[bool, ContactOutcome]:
    """An option of what came of it: whether it came from them, and the outcome."""
    inward = value.startswith(FROM_THEM)
    return inward, ContactOutcome(value.removeprefix(FROM_THEM))


def _outcomes(method: ContactMethod) -> tuple[Option, ...]:
    """What may come of a way: first of ours, then of theirs."""
    found = []
    for inward in (False, True):
        divider = _OR_THEY.get(method, "or they wrote") if inward else ""
        for outcome in outcomes_for(method, inward=inward):
            value = f"{FROM_THEM if inward else ''}{outcome.value}"
            text = words.outcome_in_words(method, outcome, inward=inward)
            found.append(Option(value, text, divider=divider))
            divider = ""
    return tuple(found)


def _what_came(method: ContactMethod) -> Pick:
    return Pick("What came of it?", _outcomes(method), coerce=_came)


def _expected() -> Pick:
    return Pick(
        "Does the plan say that this person may answer?",
        (("yes", "Yes"), ("no", "No, or not sure")),
        description="If not, the number or address is stopped at once",
    )


class ContactForm(PortalForm):
    """One attempt or contact. What belongs to a way opens below it."""

    token = OnceToken()
    plans_seen = Hidden(limit=4000)
    method = Pick(
        "How was it?",
        tuple(Option(one.value, words.METHOD[one]) for one in METHODS),
        coerce=ContactMethod,
        required="Choose how it was",
    )
    telephone_channel = which(ContactMethod.TELEPHONE)
    telephone_outcome = _what_came(ContactMethod.TELEPHONE)
    telephone_expected = _expected()
    letter_channel = which(ContactMethod.LETTER)
    letter_outcome = _what_came(ContactMethod.LETTER)
    letter_which = Pick("Which letter came back? (if you know)", coerce=UUID)
    sms_channel = which(ContactMethod.SMS)
    sms_outcome = _what_came(ContactMethod.SMS)
    email_channel = which(ContactMethod.EMAIL)
    email_outcome = _what_came(ContactMethod.EMAIL)
    visit_channel = which(ContactMethod.VISIT)
    visit_outcome = _what_came(ContactMethod.VISIT)
    visit_expected = _expected()
    with_whom = Pick(
        "With whom?",
        default=AS_NUMBER,
        description="When you spoke, or they wrote. Only contact with the person themselves "
        "stops the clock of first contact",
    )
    still_safe = still_safe()
    on = DateParts("Date", required="Enter the date")
    at = TimeOfDay("Time (optional)", limit=20)
    note = LongText("What was said? (optional)", limit=5000)
    visit_offered = Tick("A visit was offered, at home or at an office")
    next_step = LongText("Next step (optional)", limit=1000)
    next_on = DateParts("Do it by", what="The date of the next step")
    promise = LongText("What did you promise them? (optional)", limit=1000)
    promise_on = DateParts("Promised by", what="The date of the promise")

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Beside each field's own checks, that something came of the chosen way."""
        valid: bool = super().validate(*args, **kwargs)
        way = self.way()
        if way and self[f"{way}_outcome"].data is None and not self[f"{way}_outcome"].errors:
            self.add_problems({f"{way}_outcome": "Choose what came of it"})
            return False
        return valid

    def way(self) -> str:
        """The prefix of the fields of the chosen way; "" until one is chosen."""
        return self.method.data.value if self.method.data is not None else ""

    def on_fields(self, problems: Mapping[str, str]) -> dict[str, str]:
        """A service's sentences under the names that the fields of the chosen way have."""
        named = {one: f"{self.way()}_{one}" for one in ("outcome", "channel", "expected")}
        named["letter"] = "letter_which"
        return {named.get(name, name): sentence for name, sentence in problems.items()}

    def begun_more(self) -> bool:
        """Whether something was entered among what comes after: then it stands open."""
        fields = (self.next_step, self.next_on, self.promise, self.promise_on)
        return any(_is_filled(field) or field.errors for field in fields)


class NoteForm(PortalForm):
    """A note, and what was promised."""

    token = OnceToken()
    text = LongText("Note", limit=5000, required="Enter the note")
    promise = LongText("What was promised to them? (optional)", limit=1000)
    promise_on = DateParts("Promised by", what="The date of the promise")


def _is_filled(field: Any) -> bool:
    return any(field.typed.values()) if isinstance(field, DateParts) else bool(field.typed)


def start(asked: ContactAsked, today: date) -> dict[str, object]:
    """A form before anything was entered: today, and the only number or address of a kind."""
    return {"on": today, **start_ways(asked.ways, ContactForm)}


def offer(form: ContactForm, asked: ContactAsked) -> None:
    """Offer the numbers and addresses of the case, and the letters that were posted."""
    offer_ways(form, asked.ways)
    form.with_whom.offer(_people(asked))
    form.letter_which.offer(
        Option(
            str(letter.id),
            f"{words.LETTER_KIND[letter.kind]}, posted {letter.posted_on:%d %b %Y}"
            + (", came back" if letter.returned_on else ""),
        )
        for letter in asked.letters
    )


def _people(asked: ContactAsked) -> list[Option]:
    """Whom it may have been with: most contacts are with whose number it is."""
    person = asked.person
    first = "Whose number or address it was" if asked.supporters else "The person themselves"
    found = [Option(AS_NUMBER, first)]
    if asked.supporters and person is not None:
        found += [Option(str(id_), name) for id_, name in (person, *asked.supporters)]
    found.append(
        Option(
            FOR_THEM,
            "Somebody ringing or writing for them",
            "A friend, for example, who isn't on record. You get a task to ring the person",
        )
    )
    return found


def given(form: ContactForm, on: date) -> ContactInput:
    """What was entered, as the service takes it."""
    way = form.way()
    inward, outcome = form[f"{way}_outcome"].data
    expected = form[f"{way}_expected"].data if f"{way}_expected" in form else None
    contact = reached(form, form.method.data)
    whom, real = form.with_whom.data, is_real_contact(outcome)
    return ContactInput(
        method=form.method.data,
        outcome=outcome,
        on=on,
        inward=inward,
        channel_id=contact.channel_id,
        elsewhere=contact.elsewhere,
        at=contact.at,
        expected=expected == "yes" if expected else None,
        letter_id=form.letter_which.data if outcome is ContactOutcome.RETURNED else None,
        still_safe=contact.still_safe,
        visit_offered=form.visit_offered.data,
        next_on=form.next_on.data,
        promise_on=form.promise_on.data,
        note=form.note.data,
        next_step=form.next_step.data,
        promise=form.promise.data,
        seen=contact.seen,
        with_id=UUID(whom) if real and whom not in (None, AS_NUMBER, FOR_THEM) else None,
        for_them=whom == FOR_THEM,
    )
