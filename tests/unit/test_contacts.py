"""What may come of each way, what counts as contact or attempt, what goes against a plan."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.contact import Allowed, ChannelStanding, ContactPlan, Window, may_use
from victim_portal.domain.contacts import (
    KINDS,
    Breach,
    against_plan,
    has_hours,
    is_attempt,
    is_real_contact,
    moment_of,
    outcomes_for,
    use_of,
)
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    Language,
)

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAY = NOON.date()
EVENINGS = Window(frozenset(range(5)), time(18), time(20))
U, M, Out = ChannelUse, ContactMethod, ContactOutcome


def mobile(*uses: ChannelUse, **more: object) -> ChannelStanding:
    hours = more.pop("windows", ())
    values: dict[str, object] = {
        "kind": ChannelKind.MOBILE,
        "plan": ContactPlan(frozenset(uses), hours, any_time=not hours),  # type: ignore[arg-type]  # windows of a test
        "language": Language.ENGLISH,
        "verified_at": datetime(2026, 11, 1, tzinfo=UTC),
        "confirmed_at": datetime(2026, 11, 1, tzinfo=UTC),
        "review_on": date(2027, 11, 1),
        **more,
    }
    return ChannelStanding(**values)  # type: ignore[arg-type]  # fields given by name in a test


@pytest.mark.parametrize("method", list(ContactMethod))
def test_every_outcome_belongs_to_a_way_and_a_direction(method: ContactMethod) -> None:
    out, into = outcomes_for(method, inward=False), outcomes_for(method, inward=True)
    assert len(set(out)) == len(out)
    assert Out.RECEIVED not in out
    assert not {Out.NO_ANSWER, Out.VOICEMAIL_LEFT, Out.SENT, Out.RETURNED} & set(into)
    assert out or into


def test_only_a_call_leaves_a_voicemail_and_only_what_was_sent_comes_back() -> None:
    both = [(m, o) for m in M for i in (False, True) for o in outcomes_for(m, inward=i)]
    assert {m for m, o in both if o is Out.VOICEMAIL_LEFT} == {M.TELEPHONE}
    assert {m for m, o in both if o is Out.RETURNED} == {M.LETTER, M.EMAIL, M.SMS}
    assert M.LETTER not in {m for m, o in both if o is Out.WRONG_NUMBER}
    assert {o for _, o in both} == set(Out)


def test_contact_is_words_both_ways_and_an_attempt_is_ours() -> None:
    assert {o for o in Out if is_real_contact(o)} == {Out.SPOKE, Out.RECEIVED}
    assert {o for o in Out if is_attempt(o, inward=False)} == {
        Out.NO_ANSWER,
        Out.VOICEMAIL_LEFT,
        Out.SENT,
    }
    assert not any(is_attempt(o, inward=True) for o in Out)


@pytest.mark.parametrize(
    ("standing", "use", "breach"),
    [
        (mobile(U.CALL), U.CALL, None),
        (mobile(U.CALL), U.VOICEMAIL, Breach.VOICEMAIL),
        (mobile(U.VOICEMAIL), U.VOICEMAIL, Breach.VOICEMAIL),
        (mobile(U.CALL, U.VOICEMAIL), U.VOICEMAIL, None),
        (mobile(U.SMS), U.CALL, Breach.USE),
        (mobile(U.SMS), U.SMS, None),
        (mobile(U.SMS, verified_at=None), U.SMS, Breach.NOT_VERIFIED),
        (mobile(U.CALL, U.VOICEMAIL, verified_at=None), U.VOICEMAIL, Breach.NOT_VERIFIED),
        (mobile(U.CALL, verified_at=None), U.CALL, None),
        (mobile(U.CALL, windows=(EVENINGS,)), U.CALL, Breach.HOURS),
        # Nothing was agreed yet: a first try by telephone or letter, and no more.
        (mobile(verified_at=None), U.CALL, None),
        (mobile(verified_at=None), U.LETTER, None),
        (mobile(verified_at=None), U.VOICEMAIL, Breach.VOICEMAIL),
        (mobile(verified_at=None), U.SMS, Breach.USE),
        (mobile(U.CALL, suspended_at=NOON.replace(hour=9)), U.CALL, Breach.STOPPED),
        (mobile(suspended_at=NOON.replace(hour=9)), U.CALL, Breach.STOPPED),
        (mobile(U.CALL, suspended_at=NOON.replace(hour=13)), U.CALL, None),
    ],
)
def test_what_goes_against_a_plan(
    standing: ChannelStanding, use: ChannelUse, breach: Breach | None
) -> None:
    assert against_plan(standing, use, DAY, NOON) is breach


def test_without_a_time_the_hours_and_the_day_of_a_stop_stay_open() -> None:
    assert against_plan(mobile(U.CALL, windows=(EVENINGS,)), U.CALL, DAY, None) is None
    stopped = mobile(U.CALL, suspended_at=NOON.replace(hour=9))
    assert against_plan(stopped, U.CALL, DAY, None) is None
    assert against_plan(stopped, U.CALL, date(2026, 11, 19), None) is Breach.STOPPED
    assert against_plan(stopped, U.CALL, date(2026, 11, 17), None) is None


def test_a_number_with_hours_asks_for_the_time_and_post_does_not() -> None:
    assert has_hours(mobile(U.CALL, windows=(EVENINGS,)), U.CALL)
    assert not has_hours(mobile(U.CALL), U.CALL)
    assert not has_hours(mobile(U.LETTER, windows=(EVENINGS,)), U.LETTER)


def test_which_use_an_act_was() -> None:
    assert use_of(M.TELEPHONE, Out.VOICEMAIL_LEFT) is U.VOICEMAIL
    assert use_of(M.TELEPHONE, Out.SOMEONE_ELSE_ANSWERED) is U.CALL
    assert use_of(M.LETTER, Out.SENT) is U.LETTER
    assert use_of(M.LETTER, Out.RETURNED) is None
    assert use_of(M.VISIT, Out.SPOKE) is None


def test_a_time_is_read_on_a_london_wall() -> None:
    assert moment_of(date(2026, 7, 1), time(14, 30)) == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert moment_of(date(2026, 12, 1), time(14, 30)) == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    # Half past one comes twice when the clocks go back: the first of the two.
    assert moment_of(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="clocks went forward"):
        moment_of(date(2026, 3, 29), time(1, 30))


@settings(max_examples=150)
@given(
    st.frozensets(st.sampled_from(ChannelUse)),
    st.sampled_from(ChannelUse),
    st.booleans(),
    st.sampled_from((None, NOON.replace(hour=9), NOON.replace(hour=13))),
    st.integers(0, 23),
    st.booleans(),
)
def test_what_may_be_used_is_never_a_breach(
    uses: frozenset[ChannelUse],
    use: ChannelUse,
    verified: bool,
    suspended_at: datetime | None,
    hour: int,
    hourly: bool,
) -> None:
    standing = mobile(
        *uses,
        windows=(EVENINGS,) if hourly else (),
        verified_at=datetime(2026, 11, 1, tzinfo=UTC) if verified else None,
        suspended_at=suspended_at,
    )
    at = NOON.replace(hour=hour)
    if isinstance(may_use(standing, use, at), Allowed):
        assert against_plan(standing, use, DAY, at) is None


def test_each_way_goes_over_channels_that_can_carry_it() -> None:
    assert set(KINDS) == set(ContactMethod)
    assert KINDS[M.TELEPHONE] == {ChannelKind.MOBILE, ChannelKind.LANDLINE}
