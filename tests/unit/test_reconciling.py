"""What becomes of a message in doubt: never sent twice, never a third time, never nobody's."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.reconciling import (
    CLOCKS_DIFFER,
    MAIL_IN_DOUBT,
    NOES_BELIEVED,
    Carries,
    Doubt,
    MailPolicy,
    Says,
    SentText,
    Step,
    first_step,
    look_for,
    next_step,
)

AT = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
WORDS = "Hello Ana. There is news for you. Please ring Sam on 020 7946 0123. Sam"

texts = st.builds(Doubt, st.booleans(), st.integers(0, 5), st.booleans())
mails = st.builds(
    Doubt, st.booleans(), st.integers(0, 5), st.booleans(), st.sampled_from(MailPolicy)
)
histories = st.lists(st.sampled_from(Says), min_size=1, max_size=30)


def lived(doubt: Doubt, answers: list[Says]) -> list[Step]:
    """The steps of one text from its first doubt on; what is sent again is in doubt again."""
    steps = [first_step(doubt)]
    for says in answers:
        if steps[-1] is Step.SEND_AGAIN:
            doubt = Doubt(doubt.can_ask, 0, sent_again=True)
            steps.append(first_step(doubt))
        if steps[-1] is not Step.ASK:
            break
        steps.append(next_step(doubt, says))
        doubt = Doubt(doubt.can_ask, doubt.noes + (says is Says.HAS_IT_NOT), doubt.sent_again)
    return steps


@given(histories)
def test_a_text_is_sent_once_more_at_most_and_only_after_two_noes(answers: list[Says]) -> None:
    steps = lived(Doubt(can_ask=True), answers)
    assert steps.count(Step.SEND_AGAIN) <= 1
    if Step.SEND_AGAIN in steps:
        before = steps[: steps.index(Step.SEND_AGAIN)]
        assert before == [Step.ASK] * NOES_BELIEVED
        assert answers[:NOES_BELIEVED] == [Says.HAS_IT_NOT] * NOES_BELIEVED


@given(texts, histories)
def test_no_text_is_asked_after_for_ever(doubt: Doubt, answers: list[Says]) -> None:
    """However the provider answers, after four questions at most it is settled or a person's."""
    steps = lived(doubt, answers)
    assert steps.count(Step.ASK) <= 2 * NOES_BELIEVED
    if len(answers) > 2 * NOES_BELIEVED:
        assert steps[-1] in (Step.RECORD, Step.PERSON)


@given(texts, st.sampled_from(Says))
def test_only_a_no_leads_to_sending(doubt: Doubt, says: Says) -> None:
    step = next_step(doubt, says)
    assert (step is Step.RECORD) == (says is Says.HAS_IT)
    if says is Says.CANNOT_TELL:
        assert step is Step.PERSON
    if step is Step.SEND_AGAIN:
        assert says is Says.HAS_IT_NOT
        assert not doubt.sent_again
        assert doubt.noes + 1 >= NOES_BELIEVED


@given(texts)
def test_what_nobody_can_ask_after_is_a_persons_at_once(doubt: Doubt) -> None:
    assert first_step(doubt) is (Step.ASK if doubt.can_ask else Step.PERSON)


@given(mails)
def test_no_mail_is_asked_after_and_none_goes_a_third_time(doubt: Doubt) -> None:
    step = first_step(doubt)
    may = doubt.mail is MailPolicy.SEND_AGAIN and not doubt.sent_again
    assert step is (Step.SEND_AGAIN if may else Step.PERSON)


def test_every_kind_of_mail_has_its_policy_and_none_is_sent_again_by_itself() -> None:
    assert set(MAIL_IN_DOUBT) == set(Carries)
    assert set(MAIL_IN_DOUBT.values()) == {MailPolicy.ASK_A_PERSON}


def text(number: int = 1, body: str = WORDS, minutes: float = 0) -> SentText:
    return SentText(f"SM{number}", body, AT + timedelta(minutes=minutes), "queued")


def test_the_one_with_its_words_is_it() -> None:
    found = look_for(WORDS, AT, [text(1, "Other words"), text(2)])
    assert (found.says, found.text) == (Says.HAS_IT, text(2))


@pytest.mark.parametrize(
    "listed",
    [
        [],
        [text(1, "Other words")],
        [text(minutes=-1 - CLOCKS_DIFFER.total_seconds() / 60)],
    ],
)
def test_nothing_like_it_is_a_no(listed: list[SentText]) -> None:
    assert look_for(WORDS, AT, listed).says is Says.HAS_IT_NOT


def test_what_another_message_is_known_to_be_is_passed_over() -> None:
    listed = [text(1), text(2)]
    found = look_for(WORDS, AT, listed, known_to_be_others={"SM1"})
    assert (found.says, found.text) == (Says.HAS_IT, text(2))
    assert look_for(WORDS, AT, listed[:1], known_to_be_others={"SM1"}).says is Says.HAS_IT_NOT


@pytest.mark.parametrize(
    ("listed", "alike"),
    [
        (None, False),
        ([text(1), text(2)], False),
        ([text(1)], True),
        ([text(1), text(2, "")], False),
        ([text(2, " ...")], False),
    ],
)
def test_what_can_be_read_two_ways_is_no_answer(listed: list[SentText] | None, alike: bool) -> None:
    assert look_for(WORDS, AT, listed, alike=alike).says is Says.CANNOT_TELL


def test_two_alike_of_which_neither_is_there_were_both_not_taken() -> None:
    assert look_for(WORDS, AT, [], alike=True).says is Says.HAS_IT_NOT


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Ring Siân \u2014 it\u2019s \u201cnew\u201d", 'Ring Sian - it\'s "new"'),
        ("Mae newyddion i chi ŵ ŷ", "Mae newyddion i chi w y "),
    ],
)
def test_signs_that_a_provider_exchanged_make_no_other_text(ours: str, theirs: str) -> None:
    assert look_for(ours, AT, [text(1, theirs)]).says is Says.HAS_IT


@given(st.lists(st.builds(text, st.integers(1, 9), st.sampled_from([WORDS, "Other", ""]))))
def test_a_yes_names_a_text_with_its_words_and_a_no_leaves_none(listed: list[SentText]) -> None:
    found = look_for(WORDS, AT, listed)
    if found.says is Says.HAS_IT:
        assert found.text in listed
        assert found.text.body == WORDS
    if found.says is Says.HAS_IT_NOT:
        assert all(one.body == "Other" for one in listed)
