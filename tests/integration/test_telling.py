"""News told by a person counts as told, and its messages don't go any more."""

from datetime import date

import pytest

from tests.support.casework import approve, dated, delivered, ready, update_of
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import client_for
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, UpdateState
from victim_portal.services.cases import case_view
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.updates import record_telling

TODAY = date(2026, 11, 18)
FIRST = Stage.SENTENCE_EXPLAINED


@pytest.fixture
def reference(portal: Portal) -> str:
    return ready(portal)


def _tell(portal: Portal, reference: str, **changes: object) -> None:
    update = update_of(portal, reference, FIRST)
    values = {
        "on": TODAY,
        "how": ContactMethod.TELEPHONE,
        "seen_version": update.version,
        **changes,
    }
    record_telling(portal.ctx, portal.officer, reference, update.id, **values)  # type: ignore[arg-type]  # a test's


def test_told_by_telephone_counts_as_told(portal: Portal, reference: str) -> None:
    _tell(portal, reference)
    assert update_of(portal, reference, FIRST).state is UpdateState.SENT
    [newest, *_] = case_view(portal.ctx, portal.officer, reference).contacts
    assert (newest.on, newest.outcome) == (TODAY, ContactOutcome.SPOKE)


def test_messages_that_waited_do_not_go(portal: Portal, reference: str) -> None:
    approve(portal, reference, FIRST)
    _tell(portal, reference)
    assert delivered(portal) == []


def test_a_month_that_moves_later_is_told_as_a_change(portal: Portal, reference: str) -> None:
    _tell(portal, reference)
    dated(portal, reference, CRD="2032-05-02")
    stages = {u.stage for u in case_view(portal.ctx, portal.officer, reference).updates}
    assert Stage.DATE_CHANGED in stages


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": date(2026, 11, 19)}, "on"),
        ({"on": date(2026, 11, 1)}, "on"),
        ({"how": ContactMethod.SMS}, "how"),
    ],
)
def test_what_cannot_be(
    portal: Portal, reference: str, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        _tell(portal, reference, **changes)
    assert field in refused.value.problems


def test_other_words_than_those_read_are_a_conflict(portal: Portal, reference: str) -> None:
    with pytest.raises(ConflictError):
        _tell(portal, reference, seen_version=99)
    _tell(portal, reference)
    with pytest.raises(ConflictError):
        _tell(portal, reference)


def test_out_of_reach(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, FIRST)
    with pytest.raises(NotFoundError):
        record_telling(
            portal.ctx, portal.stranger, reference, update.id, TODAY, ContactMethod.VISIT, 1
        )


def test_page(portal: Portal, reference: str) -> None:
    client: PageClient = client_for(portal)
    update = update_of(portal, reference, FIRST)
    page = client.get(f"/cases/{reference}/updates/{update.id}/told")
    page = page.submit({})
    assert "Enter the date on which they were told" in page.errors
    page = page.submit(
        {"on-day": "18", "on-month": "11", "on-year": "2026", "how": "telephone"}
    ).follow()
    assert "Recorded. They know" in page.text
