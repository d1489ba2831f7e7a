"""Where a wish stands, as she is told."""

import pytest

from victim_portal.domain.vocabulary import RequestState
from victim_portal.domain.wishes import WishStage, stage_of


@pytest.mark.parametrize(
    ("state", "told", "expected"),
    [
        (None, False, WishStage.WAITING),
        (RequestState.ASKED_FOR, False, WishStage.CHOSEN),
        (RequestState.PUT_FORWARD, False, WishStage.PUT_FORWARD),
        (RequestState.GRANTED, False, WishStage.ANSWERED),
        (RequestState.REFUSED, False, WishStage.ANSWERED),
        (RequestState.GRANTED, True, WishStage.GRANTED),
        (RequestState.AMENDED, True, WishStage.AMENDED),
        (RequestState.REFUSED, True, WishStage.REFUSED),
        (RequestState.WITHDRAWN, False, WishStage.WITHDRAWN),
    ],
)
def test_where_it_stands(state: RequestState | None, told: bool, expected: WishStage) -> None:
    assert stage_of(state, told=told) is expected


@pytest.mark.parametrize("state", list(RequestState))
def test_no_decision_is_read_before_she_was_told(state: RequestState) -> None:
    before = stage_of(state, told=False)
    assert before not in {WishStage.GRANTED, WishStage.AMENDED, WishStage.REFUSED}
