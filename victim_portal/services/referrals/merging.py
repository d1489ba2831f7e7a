"""Two cases become one: the one further along stays, the other closes as a double of it.

Both histories are kept: that of the double is shown with the case that stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.merging import MergeSide, NoMerge, both_in, is_newer, merge_of
from victim_portal.domain.vocabulary import Enrolment, Level
from victim_portal.services import tasks
from victim_portal.services.contacts.owed import leave_owed
from victim_portal.services.context import Context
from victim_portal.services.enrolment.after_no import keep_the_no
from victim_portal.services.enrolment.level import set_level
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.planning import replan
from victim_portal.services.reach import reach_of
from victim_portal.services.referrals.closing import close_double
from victim_portal.services.referrals.followup import soon
from victim_portal.services.referrals.joining import carry_over
from victim_portal.store import cases as case_store
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import merging as store
from victim_portal.store import people as people_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.merging import Holdings
from victim_portal.store.models import Case, DuplicateFlag, Person, Preference
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class MergeView:
    """What taking two cases for one would do: which stays, which closes, and with what.

    `refused` says why it can't be done, or what has to be settled first; then the rest is
    empty. `kept` counts what is shown with the case that stays, `dropped` what would have
    gone out from the other, `moved` what goes over with its date. `two_sentences`: they tell
    of different ones, which may be two cases after all.
    """

    stays: str = ""
    closes: str = ""
    refused: str = ""
    kept: int = 0
    dropped: int = 0
    moved: int = 0
    two_sentences: bool = False


@dataclass(frozen=True)
class DoublesView:
    """What a case has to do with doubles: references for its page.

    `doubles` turned out to be this case; their history is shown with it. `stays` is the case
    that stays in place of this one, or "".
    """

    doubles: tuple[str, ...] = ()
    stays: str = ""


def doubles_of(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> DoublesView:
    """The doubles of a case within the actor's reach, and what it is a double of."""
    stays = duplicate_store.merged_into(uow, case)
    return DoublesView(
        tuple(
            one.reference
            for one in duplicate_store.doubles_of(uow, case)
            if may_see_case(actor, reach_of(uow, one))
        ),
        stays.reference if stays and may_see_case(actor, reach_of(uow, stays)) else "",
    )


def merge_view(
    new: tuple[Case, Person],
    known: tuple[Case, Person],
    hanging: Mapping[UUID, Holdings],
    *,
    readable: tuple[bool, bool],
) -> MergeView:
    """What would happen to a pair, without doing it."""
    case, other = new[0], known[0]
    found = merge_of(
        _side(case, new[1], hanging[case.id], readable[0]),
        _side(other, known[1], hanging[other.id], readable[1]),
        same_offender=case.offender_id == other.offender_id,
        same_person=case.person_id == other.person_id,
    )
    if isinstance(found, NoMerge):
        return MergeView(refused=found.sentence)
    stays, closes = (case, other) if found.new_stays else (other, case)
    of_double = hanging[closes.id]
    return MergeView(
        stays.reference,
        closes.reference,
        kept=of_double.contacts + of_double.letters + of_double.notes,
        dropped=of_double.updates + of_double.messages,
        moved=of_double.promises,
        two_sentences=case.sentence_id != other.sentence_id,
    )


def merge(
    ctx: Context, uow: UnitOfWork, actor: Actor, decided: DuplicateFlag, new: Case, known: Case
) -> Case:
    """Make two cases one in the caller's transaction; the case that stays.

    Raises InvalidError with the sentence of why not, or of what has to be settled first.
    """
    fresh = store.locked(uow, [new.id, known.id])
    new, known = fresh[new.id], fresh[known.id]
    hanging = store.holdings(uow, [new, known])
    persons = {one.id: _person(uow, one) for one in (new, known)}
    found = merge_of(
        _side(new, persons[new.id], hanging[new.id], _can_be_read(uow, persons[new.id])),
        _side(known, persons[known.id], hanging[known.id], _can_be_read(uow, persons[known.id])),
        same_offender=new.offender_id == known.offender_id,
        same_person=new.person_id == known.person_id,
    )
    if isinstance(found, NoMerge):
        raise InvalidError({"decision": found.sentence})
    stays, closes = (new, known) if found.new_stays else (known, new)
    added = carry_over(ctx, uow, actor, closes, stays)
    _take_over_answer(ctx, uow, actor, stays, closes, hanging)
    _take_over_clock(stays, closes)
    _ask_about_supporters(ctx, uow, actor, stays, closes)
    close_double(ctx, uow, actor, closes, stays, decided)
    leave_owed(ctx, uow, actor, stays)
    keep_the_no(ctx, uow, actor, stays)
    replan(ctx, uow, actor, stays)
    if Enrolment(stays.enrolment) in IN_SCHEME and (added or not _reachable(uow, stays)):
        tasks.raise_for_case(
            uow,
            actor,
            stays,
            "make_plan",
            "A double of this case was joined to it: agree a safe way to talk with them",
            "Nothing goes to an unverified channel",
            ctx.today(),
        )
    return stays


def _side(case: Case, person: Person, hanging: Holdings, readable: bool) -> MergeSide:
    return MergeSide(
        enrolment=Enrolment(case.enrolment),
        closed=case.closed_at is not None,
        guarded=case.restricted or person.protected_identity,
        heard=hanging.heard,
        reachable=hanging.reachable,
        readable=readable,
        answered=hanging.answered,
    )


def _person(uow: UnitOfWork, case: Case) -> Person:
    person = uow.get(Person, case.person_id)
    if person is None:
        raise NotFoundError
    return person


def _can_be_read(uow: UnitOfWork, person: Person) -> bool:
    """Whether what is to be carried over can be opened, all of it."""
    try:
        _ = person.last_name, [one.value for one in people_store.channels_of(uow, person.id)]
    except UnreadableError:
        return False
    return True


def _reachable(uow: UnitOfWork, case: Case) -> bool:
    return store.holdings(uow, [case])[case.id].reachable


def _take_over_answer(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    stays: Case,
    closes: Case,
    hanging: Mapping[UUID, Holdings],
) -> None:
    """What they said last about how much they want to hear, and what they asked for besides."""
    if not both_in(Enrolment(stays.enrolment), Enrolment(closes.enrolment)):
        return
    theirs = case_store.preference(uow, closes.id)
    if theirs is None:
        return
    if is_newer(hanging[closes.id].answered, hanging[stays.id].answered):
        set_level(ctx, uow, actor, stays, Level(theirs.level))
    ours = case_store.preference(uow, stays.id)
    if ours is not None and _widen(ours, theirs):
        ours.version += 1
        ours.changed_at = ctx.now()


def _widen(ours: Preference, theirs: Preference) -> bool:
    """Keep every care that was asked for on either side; whether that changed anything."""
    before = (ours.call_first, tuple(ours.formats), tuple(map(str, ours.dates_to_avoid or ())))
    formats = sorted({*ours.formats, *theirs.formats})
    dates = list(ours.dates_to_avoid or ())
    dates += [day for day in theirs.dates_to_avoid or () if day not in dates]
    after = (ours.call_first or theirs.call_first, tuple(formats), tuple(map(str, dates)))
    if after == before:
        return False
    ours.call_first, ours.formats = after[0], formats
    ours.dates_to_avoid = dates or None
    return True


def _take_over_clock(stays: Case, closes: Case) -> None:
    """The clock of first contact runs from the first referral to the first contact."""
    stays.received_on = min(stays.received_on, closes.received_on)
    days = [one for one in (stays.first_contact_on, closes.first_contact_on) if one is not None]
    if days:
        stays.first_contact_on = max(min(days), stays.received_on)


def _ask_about_supporters(
    ctx: Context, uow: UnitOfWork, actor: Actor, stays: Case, closes: Case
) -> None:
    if people_store.live_supporters(uow, closes.id):
        tasks.raise_for_case(
            uow,
            actor,
            stays,
            "ask_about_supporters",
            "Somebody stood beside them on a double of this case: ask them whether they still do",
            "A supporter stands beside them by their own word",
            soon(ctx),
        )
