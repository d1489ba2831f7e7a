"""Letters brought to where a test starts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from tests.support.casework import REFERRAL, view
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import ChannelKind, Enrolment, Language, LetterKind
from victim_portal.services.cases import take_case
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.first_contact import FirstContactView, first_contact_view
from victim_portal.services.letters import (
    LetterInput,
    letter_form,
    letter_view,
    make_code_letter,
    make_letter,
    post_letter,
)
from victim_portal.services.reach import case_within_reach
from victim_portal.services.referrals import receive_typed
from victim_portal.store.models import Case, Channel, Letter, Person, User, Verification

# The fake clock stands at the 18th.
TODAY = date(2026, 11, 18)
ADDRESS = {"address": "14 Long Lane\nOldtown", "postcode": "SO23 9AA"}
LINES = ("Mary Ash", "14 Long Lane", "Oldtown", "SO23 9AA")
OTHER = {
    "referral_reference": "WCU-9",
    "victim_first_name": "Beth",
    "victim_last_name": "Elm",
    "victim_date_of_birth": "1970-01-01",
    "offender_last_name": "Yew",
    "prison_number": "B1234CD",
    "crn": "X654321",
}


def referred(portal: Portal, *, taken: bool = True, **changes: str) -> str:
    """A case with an address and a number, which its officer has taken."""
    given = {**REFERRAL, **ADDRESS, "mobile": "07700 900123", **changes}
    # Typed by a manager, a referral goes into the queue.
    reference = receive_typed(portal.ctx, portal.manager, given)
    if taken:
        take_case(portal.ctx, portal.officer, reference)
    return reference


def address_of(portal: Portal, reference: str) -> UUID:
    """The id of the case's address."""
    found = [one.id for one in view(portal, reference).channels if one.kind is ChannelKind.POST]
    assert len(found) == 1
    return found[0]


def chosen(portal: Portal, reference: str, kind: LetterKind, **changes: object) -> LetterInput:
    """What an officer sends who has read the words, changed as a test wants."""
    preset = letter_form(portal.ctx, portal.officer, reference, kind).given
    given = replace(preset, checked=True, **changes)  # type: ignore[arg-type]  # whatever the test gives
    read = letter_form(portal.ctx, portal.officer, reference, kind, given)
    return replace(given, seen=read.seen)


def made(
    portal: Portal, reference: str, kind: LetterKind = LetterKind.FIRST, **changes: object
) -> UUID:
    """A letter that waits to be posted."""
    given = chosen(portal, reference, kind, **changes)
    return make_letter(portal.ctx, portal.officer, reference, kind, given)


def posted(
    portal: Portal,
    reference: str,
    kind: LetterKind = LetterKind.FIRST,
    on: date = TODAY,
    **changes: object,
) -> UUID:
    """A letter that was posted on a day."""
    letter_id = made(portal, reference, kind, **changes)
    post_letter(portal.ctx, portal.officer, reference, letter_id, on)
    return letter_id


def words_of(portal: Portal, reference: str, letter_id: UUID) -> str:
    """Everything that a letter says, but for the address."""
    return "\n".join(
        text for _, text in letter_view(portal.ctx, portal.officer, reference, letter_id).text.parts
    )


def plan_of(portal: Portal, reference: str) -> FirstContactView:
    """First contact as its officer sees it."""
    return first_contact_view(portal.ctx, portal.officer, reference)


def tried(portal: Portal, reference: str, given: ContactInput) -> None:
    """A contact or an attempt in the log."""
    record_contact(portal.ctx, portal.officer, reference, given)


@contextmanager
def rows(portal: Portal, reference: str) -> Iterator[tuple[Case, Person, User | None]]:
    """The case, its person and its officer, for a test to change behind everybody's back."""
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        person = uow.get(Person, case.person_id)
        assert person is not None
        yield case, person, uow.get(User, case.officer_id)
        uow.commit()


def letter_row(portal: Portal, letter_id: UUID) -> Letter:
    """A letter as it is stored, to look at its plain columns."""
    with portal.ctx.store.reading() as uow:
        letter = uow.get(Letter, letter_id)
        assert letter is not None
        return letter


def with_code(portal: Portal, reference: str, code: str = "482915") -> UUID:
    """A letter with a code to the case's address, for a verification of its own."""
    channel_id = address_of(portal, reference)
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        channel = uow.get(Channel, channel_id)
        assert channel is not None
        row = Verification(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=channel.person_id,
            channel_id=channel.id,
            way="letter",
            code_digest=b"d",
            plan_version=channel.plan_version,
            tries=0,
            made_by="Sam Carter",
            made_at=portal.ctx.now(),
            expires_at=portal.ctx.now() + timedelta(days=30),
        )
        uow.add(row)
        uow.flush()
        until = portal.ctx.today() + timedelta(days=21)
        letter_id = make_code_letter(
            portal.ctx, uow, portal.officer, case, channel, row.id, code, until
        )
        uow.commit()
    return letter_id


def verified(portal: Portal, channel_id: UUID) -> None:
    """An address whose code was read back."""
    with portal.ctx.store.writing() as uow:
        channel = uow.get(Channel, channel_id)
        assert channel is not None
        channel.verified_at, channel.verified_how = portal.ctx.now(), "code_read_back"
        uow.commit()


def enrolment_of(portal: Portal, reference: str) -> Enrolment:
    """Where the offer stands."""
    return view(portal, reference).enrolment


WELSH = Language.WELSH
