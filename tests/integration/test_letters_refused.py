"""When no letter may be made, and what is said then."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.casework import answered, opted_in
from tests.support.letters import (
    OTHER,
    WELSH,
    address_of,
    chosen,
    made,
    referred,
    rows,
    verified,
)
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    Enrolment,
    Language,
    LetterKind,
    ReturnReason,
)
from victim_portal.services.channels import (
    ChannelInput,
    add_channel,
    change_plan,
    confirm_channel,
    end_channel,
    suspend_channel,
)
from victim_portal.services.errors import InvalidError
from victim_portal.services.letters import letter_form, make_letter
from victim_portal.services.letters.words import NO_NUMBER, NOBODY, UNREVIEWED
from victim_portal.services.referrals import ReturnInput, send_back
from victim_portal.services.usable_ways import FORBIDDEN, STOPPED


@pytest.fixture
def reference(portal: Portal) -> str:
    return referred(portal)


def _refused(portal: Portal, reference: str, **changes: object) -> dict[str, str]:
    given = chosen(portal, reference, LetterKind.FIRST, **changes)
    with pytest.raises(InvalidError) as error:
        make_letter(portal.ctx, portal.officer, reference, LetterKind.FIRST, given)
    return error.value.problems


def test_an_unconfirmed_address_needs_somebody_who_looked(portal: Portal, reference: str) -> None:
    given = replace(chosen(portal, reference, LetterKind.FIRST), checked=False)
    with pytest.raises(InvalidError) as error:
        make_letter(portal.ctx, portal.officer, reference, LetterKind.FIRST, given)
    assert set(error.value.problems) == {"checked"}
    plan = ChannelInput(ChannelKind.POST, uses=frozenset({ChannelUse.LETTER}), any_time=True)
    address = address_of(portal, reference)
    change_plan(portal.ctx, portal.officer, reference, address, plan, 1)
    confirm_channel(portal.ctx, portal.officer, reference, address, "letter_answered")
    with pytest.raises(InvalidError):
        make_letter(portal.ctx, portal.officer, reference, LetterKind.FIRST, given)
    verified(portal, address)
    make_letter(portal.ctx, portal.officer, reference, LetterKind.FIRST, given)


def test_an_address_that_was_stopped_or_ended_is_not_offered(
    portal: Portal, reference: str
) -> None:
    address = address_of(portal, reference)
    suspend_channel(portal.ctx, portal.officer, reference, address, "They moved")
    form = letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST)
    assert form.addresses == ()
    assert [why for _, why in form.not_usable] == [STOPPED]
    assert "channel" in _refused(portal, reference, channel_id=address)
    end_channel(portal.ctx, portal.officer, reference, address)
    assert letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST).not_usable == ()
    assert "channel" in _refused(portal, reference, channel_id=address)


@pytest.mark.parametrize("noted", [{"who_else": "His mother"}, {"if_answered": "Leave"}])
def test_a_plan_that_leaves_letters_out_is_kept(
    portal: Portal, reference: str, noted: dict[str, str]
) -> None:
    plan = ChannelInput(ChannelKind.POST, **noted)  # type: ignore[arg-type]  # each of them is a text
    change_plan(portal.ctx, portal.officer, reference, address_of(portal, reference), plan, 1)
    form = letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST)
    assert [why for _, why in form.not_usable] == [FORBIDDEN]


def test_somebody_elses_address_is_not_theirs(portal: Portal, reference: str) -> None:
    other = referred(portal, **OTHER)
    problems = _refused(portal, reference, channel_id=address_of(portal, other))
    assert set(problems) == {"channel"}


def test_of_two_addresses_none_is_preset(portal: Portal, reference: str) -> None:
    add_channel(
        portal.ctx, portal.officer, reference, ChannelInput(ChannelKind.POST, value="2 New Road")
    )
    form = letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST)
    assert form.given.channel_id is None
    assert form.text is None
    assert len(form.addresses) == 2


def test_without_an_officer_no_letter_names_one(portal: Portal) -> None:
    reference = referred(portal, taken=False)
    form = letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST)
    assert form.text is None
    assert form.problems == {"": NOBODY}
    assert _refused(portal, reference) == {"": NOBODY}


def test_without_number_or_hours_no_letter_is_made(portal: Portal, reference: str) -> None:
    with rows(portal, reference) as (_, _person, user):
        assert user is not None
        user.telephone = " "
    assert _refused(portal, reference) == {"": NO_NUMBER}
    with rows(portal, reference) as (_, _person, user):
        assert user is not None
        user.telephone, user.hours = "020 7946 0123", ""
    assert "in English" in _refused(portal, reference)[""]
    made(portal, reference, language=WELSH)
    with rows(portal, reference) as (_, _person, user):
        assert user is not None
        user.hours_welsh = ""
    form = letter_form(portal.ctx, portal.officer, reference, LetterKind.SECOND)
    shown = letter_form(
        portal.ctx,
        portal.officer,
        reference,
        LetterKind.SECOND,
        replace(form.given, language=WELSH),
    )
    assert "in Welsh" in shown.problems["language"]


def test_unreviewed_welsh_is_not_printed_in_production(portal: Portal, reference: str) -> None:
    portal.ctx = replace(portal.ctx, production=True)
    assert _refused(portal, reference, language=WELSH) == {"language": UNREVIEWED}
    made(portal, reference, language=Language.ENGLISH)
    portal.ctx = replace(portal.ctx, welsh_reviewer="Nerys Enghraifft")
    made(portal, reference, LetterKind.SECOND, language=WELSH)


@pytest.mark.parametrize(
    ("state", "said"),
    [(Enrolment.DECLINED, "They said no"), (Enrolment.DO_NOT_CONTACT, "not to be contacted")],
)
def test_after_a_no_nothing_is_made(
    portal: Portal, reference: str, state: Enrolment, said: str
) -> None:
    answered(portal, reference, Enrolment.OFFERED, date(2026, 11, 12), how=ContactMethod.LETTER)
    answered(portal, reference, state, date(2026, 11, 13))
    assert said in _refused(portal, reference)[""]


def test_who_joined_gets_no_letter_that_asks_them_to(portal: Portal) -> None:
    reference = opted_in(portal, address="14 Long Lane", postcode="SO23 9AA")
    assert "They have joined already" in _refused(portal, reference)[""]


def test_who_wants_to_decide_later_is_left_until_then(portal: Portal, reference: str) -> None:
    answered(portal, reference, Enrolment.OFFERED, date(2026, 11, 12), how=ContactMethod.LETTER)
    answered(
        portal,
        reference,
        Enrolment.DEFERRED,
        date(2026, 11, 13),
        deferred_until=date(2026, 12, 1),
    )
    assert "1 December 2026" in _refused(portal, reference)[""]
    portal.clock.move(days=13)
    made(portal, reference, LetterKind.SECOND)


@pytest.mark.parametrize(
    ("reason", "stops"),
    [(ReturnReason.DETAILS_WRONG, True), (ReturnReason.WRONG_PERSON, True),
     (ReturnReason.DETAILS_MISSING, False)],
)  # fmt: skip
def test_a_doubted_referral_is_not_written_to(
    portal: Portal, reference: str, reason: ReturnReason, stops: bool
) -> None:
    send_back(portal.ctx, portal.officer, reference, ReturnInput(reason, "Is it her?", "WCU"))
    if stops:
        assert "witness care unit" in _refused(portal, reference)[""]
    else:
        made(portal, reference)
