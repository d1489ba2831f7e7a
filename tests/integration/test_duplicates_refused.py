"""Two cases that may be one, and what a person has to settle before they are."""

import pytest
from sqlalchemy import select

from tests.support.casework import (
    ANSWERED_ON,
    OFFERED_ON,
    answered,
    email,
    opted_in,
    reachable,
    received,
)
from tests.support.corrections import case_of, forgotten
from tests.support.duplicates import AGAIN, THIRD, E, merged, pair_of, refused
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import ContactMethod, Enrolment
from victim_portal.services.errors import InvalidError
from victim_portal.services.referrals import decide_duplicate, list_duplicates
from victim_portal.store.models import Case, Channel, Representation


def _no(portal: Portal, reference: str, state: Enrolment) -> None:
    answered(portal, reference, E.OFFERED, OFFERED_ON, how=ContactMethod.LETTER)
    answered(portal, reference, state, ANSWERED_ON)


@pytest.mark.parametrize("new_said_it", [True, False])
def test_a_do_not_contact_is_never_lost(portal: Portal, new_said_it: bool) -> None:
    known, new = received(portal), received(portal, **AGAIN)
    said, other = (new, known) if new_said_it else (known, new)
    _no(portal, said, E.DO_NOT_CONTACT)
    assert "asked not to be contacted" in refused(portal, new, known)
    answered(portal, other, E.DO_NOT_CONTACT, ANSWERED_ON)
    stays = merged(portal, new, known)
    assert case_of(portal, stays).enrolment == "do_not_contact"


@pytest.mark.parametrize("new_said_it", [True, False])
def test_a_no_and_a_yes_are_settled_first(portal: Portal, new_said_it: bool) -> None:
    known = received(portal) if new_said_it else opted_in(portal)
    new = opted_in(portal, **AGAIN) if new_said_it else received(portal, **AGAIN)
    _no(portal, known if new_said_it else new, E.DECLINED)
    assert "record it in both" in refused(portal, new, known)


def test_a_no_stays_when_the_other_was_never_asked(portal: Portal) -> None:
    known, new = received(portal), received(portal, **AGAIN)
    _no(portal, new, E.DECLINED)
    assert merged(portal, new, known) == new
    assert case_of(portal, new).enrolment == "declined"


def _heard(portal: Portal, reference: str) -> None:
    case = case_of(portal, reference)
    with portal.ctx.store.writing() as uow:
        uow.add(
            Representation(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                heard_on=portal.ctx.today(),
                how="visit",
                recorded_by="Sam Carter",
                recorded_at=portal.ctx.now(),
            )
        )
        uow.commit()


def test_what_they_said_to_the_board_is_never_closed_away(portal: Portal) -> None:
    known, new = opted_in(portal), opted_in(portal, **AGAIN)
    reachable(portal, known, email())
    _heard(portal, new)
    assert pair_of(portal, new, known).merge.stays == new
    _heard(portal, known)
    assert "Both hold" in refused(portal, new, known)


def test_a_restricted_case_is_not_opened_up_by_it(portal: Portal) -> None:
    known, new = received(portal), received(portal, **AGAIN)
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, case_of(portal, new).id)
        assert case is not None
        case.restricted = True
        uow.commit()
    assert "restricted or protected" in refused(portal, new, known)


@pytest.mark.parametrize("whose", ["new", "known"])
def test_a_key_that_is_gone_stops_the_merge_and_not_the_list(portal: Portal, whose: str) -> None:
    known, new = received(portal, mobile="07700 900123"), received(portal, **AGAIN)
    received(portal, **THIRD)
    forgotten(portal, case_of(portal, new if whose == "new" else known).person_id)
    pairs = list_duplicates(portal.ctx, portal.officer).pairs
    assert len(pairs) == 3
    pair = pair_of(portal, new, known)
    side = pair.new if whose == "new" else pair.known
    assert (side.person_name, side.born_on) == ("Can't be read", None)
    assert "can't be read" in refused(portal, new, known)
    decide_duplicate(portal.ctx, portal.officer, pair.id, "different")


def test_only_numbers_that_cannot_be_read_stop_it_as_well(portal: Portal) -> None:
    known, new = received(portal), received(portal, **AGAIN, mobile="07700 900123")
    pair = pair_of(portal, new, known)
    with portal.ctx.store.writing() as uow:
        (channel,) = uow.session.scalars(select(Channel))
        channel.value_sealed = b"\x01" + b"x" * 40
        uow.commit()
    with pytest.raises(InvalidError, match="can't be read"):
        decide_duplicate(portal.ctx, portal.officer, pair.id, "same_case")
    assert case_of(portal, new).closed_at is None
