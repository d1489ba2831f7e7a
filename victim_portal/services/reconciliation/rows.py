"""What a listed sentence and a row of a list are found by, and by which route it qualifies."""

from collections.abc import Iterable, Mapping
from datetime import date

from victim_portal.domain.eligibility import Referred, decide
from victim_portal.domain.reconciliation import ListedRow
from victim_portal.domain.referrals import values_digest
from victim_portal.domain.vocabulary import Relationship
from victim_portal.services.context import Context
from victim_portal.store.models import ListedSentence
from victim_portal.store.unit_of_work import UnitOfWork

NUMBERS = ("prison_number", "crn", "pnc")
KINDS = {"prison_number": "prison number", "crn": "crn", "pnc": "pnc"}
DETAILS = (
    *("offender_first_name", "offender_last_name", "offender_date_of_birth"),
    *NUMBERS,
    *("offence", "court"),
)
Key = tuple[str, bytes, date, str]


def reference_index(uow: UnitOfWork, values: Mapping[str, str]) -> bytes:
    """What a row of a list is found by when it comes again: its source, and its reference there."""
    both = f"{values.get('source', '').casefold()}\n{values.get('source_reference', '').casefold()}"
    return uow.keyring.exact("listed reference", both)


def digest_of(uow: UnitOfWork, values: Mapping[str, str]) -> bytes:
    """What two rows that say the same have in common; keyed, so it can be stored."""
    return uow.keyring.exact("listed row", values_digest(values))


def number_index(uow: UnitOfWork, column: str, number: str | None) -> bytes | None:
    """The blind index of a number; that of offenders for what they are found by, too."""
    return uow.keyring.exact(KINDS[column], number) if number else None


def put_route(ctx: Context, one: ListedSentence, row: ListedRow) -> None:
    """Say by which route a sentence qualifies, as the policy's rows say it of a victim."""
    found = decide(
        Referred(
            Relationship.VICTIM,
            row.offence_category,
            row.sentence_type,
            row.sentenced_on,
            row.custodial_term,
        ),
        ctx.policy,
    )
    one.route, one.route_rule = found.route.value, found.rule_id


def keys_of(one: ListedSentence) -> Iterable[Key]:
    """What no other listed sentence has: each number with the day and type."""
    for column in NUMBERS:
        index: bytes | None = getattr(one, f"{column}_index")
        if index is not None:
            yield column, index, one.sentenced_on, one.sentence_type
