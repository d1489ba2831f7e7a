"""Short ways for tests of likely duplicates that become one case."""

import pytest

from tests.support.corrections import rows
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.errors import InvalidError
from victim_portal.services.referrals import DuplicateView, decide_duplicate, list_duplicates
from victim_portal.store.models import Case

AGAIN = {"referral_reference": "WCU-4", "victim_date_of_birth": ""}
THIRD = {"referral_reference": "WCU-5", "victim_first_name": "Molly"}
E = Enrolment


def pair_of(portal: Portal, new: str, known: str) -> DuplicateView:
    (found,) = [
        one
        for one in list_duplicates(portal.ctx, portal.officer).pairs
        if (one.new.reference, one.known.reference) == (new, known)
    ]
    return found


def merged(portal: Portal, new: str, known: str) -> str:
    """Decided to be one case; which of them stays."""
    pair = pair_of(portal, new, known)
    return decide_duplicate(portal.ctx, portal.officer, pair.id, "same_case")


def refused(portal: Portal, new: str, known: str) -> str:
    """Why they can't become one, said on the page and again to whoever tries."""
    pair = pair_of(portal, new, known)
    before = [row.merged_into_id for row in rows(portal, Case)]
    with pytest.raises(InvalidError) as error:
        decide_duplicate(portal.ctx, portal.officer, pair.id, "same_case")
    assert error.value.problems == {"decision": pair.merge.refused}
    assert [row.merged_into_id for row in rows(portal, Case)] == before
    return pair.merge.refused


def everybody_has_somebody(portal: Portal) -> None:
    for case in rows(portal, Case):
        assert case.closed_at or case.officer_id or case.queued_since
