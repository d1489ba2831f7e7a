"""What is asked of a new letter: to which address, in which form, and the words it gives."""

import hashlib
from datetime import date

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import ChannelKind, Language, LetterKind, Need
from victim_portal.services import audit
from victim_portal.services.ages import asking_problem
from victim_portal.services.audit import What
from victim_portal.services.channels.views import shown_value
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.letters.rules import (
    case_doubts,
    must_check,
    refusal,
)
from victim_portal.services.letters.values import (
    AddressChoice,
    LetterForm,
    LetterInput,
    LetterShape,
    LetterText,
)
from victim_portal.services.letters.words import write
from victim_portal.services.minors import spoken_with
from victim_portal.services.reach import case_within_reach
from victim_portal.services.usable_ways import address_problem
from victim_portal.store import letters as letter_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Person
from victim_portal.store.unit_of_work import UnitOfWork

OFFERING = (LetterKind.FIRST, LetterKind.SECOND, LetterKind.DOOR_OPEN)
"""The letters that an officer makes; the one with a code is made where a channel is verified."""

WAITS = "A letter like this was made already and isn't posted yet: post it or discard it first."


def letter_form(
    ctx: Context,
    actor: Actor,
    reference: str,
    kind: LetterKind,
    given: LetterInput | None = None,
) -> LetterForm:
    """What the page of a new letter shows, with the words that `given` makes (None: preset).

    The view is recorded. NotFoundError out of reach, and for a kind that isn't made here.
    """
    with ctx.store.writing() as uow:
        case, person = asked_case(uow, actor, reference, kind)
        usable, not_usable = addresses_of(uow, case)
        chosen = given or _preset(person, usable)
        text, problems = _preview(ctx, uow, case, kind, chosen, usable)
        shown = LetterForm(
            kind=kind,
            refused=refusals(ctx, uow, case, kind),
            addresses=tuple(
                AddressChoice(one.id, shown_value(one), must_check(ctx, one), who_else(one))
                for one in usable
            ),
            not_usable=not_usable,
            posted_before=_posted(uow, case, kind),
            given=chosen,
            text=text,
            seen=seen_of(text),
            problems=problems,
            by_sign_or_speech=by_sign_or_speech(person),
            spoken_with=spoken_with(ctx, person),
            easy_read=reads_easy_words(person),
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown


def wants_large_print(person: Person) -> bool:
    """Whether a person reads large print."""
    needs = person.needs or {}
    return Need.LARGE_PRINT.value in needs.get("needs", [])


def reads_easy_words(person: Person | None) -> bool:
    """Whether a person needs easy read."""
    needs = (person.needs if person is not None else None) or {}
    return Need.EASY_READ.value in needs.get("needs", [])


def by_sign_or_speech(person: Person | None) -> tuple[Need, ...]:
    """What somebody needs who may not be able to answer a letter by telephone, or read it."""
    codes = set((person.needs or {}).get("needs", ())) if person is not None else set()
    return tuple(need for need in (Need.BSL, Need.INTERPRETER) if need.value in codes)


def asked_case(
    uow: UnitOfWork, actor: Actor, reference: str, kind: LetterKind
) -> tuple[Case, Person]:
    """The case of a letter and its person; NotFoundError for a kind that isn't made here."""
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    person = uow.get(Person, case.person_id)
    if person is None or kind not in OFFERING:
        raise NotFoundError
    return case, person


def addresses_of(uow: UnitOfWork, case: Case) -> tuple[list[Channel], tuple[tuple[str, str], ...]]:
    """The addresses that can be written to, and the others as shown, each with why not."""
    usable, not_usable = [], []
    for channel in people_store.channels_of(uow, case.person_id):
        if channel.kind != ChannelKind.POST:
            continue
        problem = address_problem(channel) or asking_problem(uow, case, channel)
        if problem:
            not_usable.append((shown_value(channel), problem))
        else:
            usable.append(channel)
    return usable, tuple(not_usable)


def refusals(ctx: Context, uow: UnitOfWork, case: Case, kind: LetterKind) -> tuple[str, ...]:
    """Why no letter of this kind can be made on a case, as sentences."""
    no = refusal(case)
    found = [no] if no else case_doubts(ctx, uow, case, kind)
    if letter_store.waiting(uow, case.id, kind):
        found.append(WAITS)
    return tuple(found)


def seen_of(text: LetterText | None) -> str:
    """What shows that somebody read these very words; "" for none."""
    return hashlib.sha256(text.canonical()).hexdigest() if text is not None else ""


def _preset(person: Person, usable: list[Channel]) -> LetterInput:
    only = usable[0] if len(usable) == 1 else None
    return LetterInput(
        channel_id=only.id if only else None,
        language=Language(person.language),
        large_print=wants_large_print(person),
        # Where somebody else may open the post, neutral words come first.
        neutral=only is not None and bool(who_else(only)),
    )


def who_else(channel: Channel) -> str:
    """What is noted of who else may open the post at an address, or of danger there; or ""."""
    return " ".join(filter(None, (channel.who_else, channel.danger)))


def _preview(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    kind: LetterKind,
    chosen: LetterInput,
    usable: list[Channel],
) -> tuple[LetterText | None, dict[str, str]]:
    channel = next((one for one in usable if one.id == chosen.channel_id), None)
    if channel is None:
        return None, {}
    shape = LetterShape(kind, chosen.language, chosen.neutral)
    try:
        return write(ctx, uow, case, channel, shape), {}
    except InvalidError as error:
        return None, error.problems


def _posted(uow: UnitOfWork, case: Case, kind: LetterKind) -> tuple[date, ...]:
    return tuple(
        letter.posted_on
        for letter in letter_store.of_case(uow, case.id)
        if letter.kind == kind and letter.posted_on is not None and letter.returned_on is None
    )
