"""Which texts ask that no more come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.replies import is_stop


@pytest.mark.parametrize(
    "body",
    [
        "STOP", "stop", " Stop. ", "STOP!!!", "Stop texting me", "STOPALL", "unsubscribe",
        "opt out", "Opt-out please", "OPTOUT", "cancel", "End", "quit", "REVOKE", "STOPIO",
        "Stopiwch nawr", "Canslo", "«stop»", "1. stop",
        "S.T.O.P", "s t o p", "\uff33\uff34\uff2f\uff30",
    ],
)  # fmt: skip
def test_stop_in_english_and_welsh(body: str) -> None:
    assert is_stop(body)


@pytest.mark.parametrize(
    "body",
    ["", "  ", "Yes", "Who is this?", "Cancel my call please", "the end", "Don't stop", "opt in",
     "stopped by today", "1234", "\N{THUMBS UP SIGN}"],
)  # fmt: skip
def test_other_replies(body: str) -> None:
    assert not is_stop(body)


@given(st.text(max_size=200))
def test_whatever_comes_is_answered_the_same_in_any_case(body: str) -> None:
    assert is_stop(body) == is_stop(body.casefold())
    assert is_stop(f"STOP {body}")
