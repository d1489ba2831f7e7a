"""Making letters: to whom, in which words, and when none may be made."""

import json

import pytest
from sqlalchemy import select

from tests.support.casework import task_kinds
from tests.support.corrections import corrected
from tests.support.letters import (
    LINES,
    OTHER,
    address_of,
    chosen,
    letter_row,
    made,
    plan_of,
    referred,
    rows,
    with_code,
    words_of,
)
from tests.support.portal import Portal
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    Enrolment,
    LetterKind,
)
from victim_portal.services.channels import (
    ChannelInput,
    change_plan,
    end_channel,
    suspend_channel,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.letters import letter_form, letter_view, make_letter
from victim_portal.services.letters.making import MAKE_AGAIN
from victim_portal.services.letters.words import content_of
from victim_portal.services.usable_ways import ENDED, STOPPED
from victim_portal.store.models import AuditEvent, Letter, Verification

KINDS = [LetterKind.FIRST, LetterKind.SECOND, LetterKind.DOOR_OPEN]


@pytest.fixture
def reference(portal: Portal) -> str:
    return referred(portal)


def _refused(portal: Portal, reference: str, **changes: object) -> dict[str, str]:
    given = chosen(portal, reference, LetterKind.FIRST, **changes)
    with pytest.raises(InvalidError) as error:
        make_letter(portal.ctx, portal.officer, reference, LetterKind.FIRST, given)
    return error.value.problems


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_has_the_words_that_were_read(
    portal: Portal, reference: str, kind: LetterKind
) -> None:
    form = letter_form(portal.ctx, portal.officer, reference, kind)
    assert form.text is not None
    letter_id = made(portal, reference, kind)
    letter = letter_view(portal.ctx, portal.officer, reference, letter_id)
    assert letter.text == form.text
    assert letter.text.address == LINES
    assert letter.text.day == "18 November 2026"
    words = words_of(portal, reference, letter_id)
    for said in ("Hello Mary,", "My name is Sam.", "020 7946 0123", "9 am to 5 pm"):
        assert said in words
    for never in ("Carter", "John", "Oak", "Wounding", "Winchester", "VC-"):
        assert never not in words + json.dumps(letter.text.as_json())


def test_nothing_is_posted_or_offered_by_making_a_letter(portal: Portal, reference: str) -> None:
    made(portal, reference)
    view = plan_of(portal, reference)
    assert view.enrolment is Enrolment.NOT_OFFERED
    assert view.attempts == ()


def test_the_trail_has_the_letter_and_none_of_its_words(portal: Portal, reference: str) -> None:
    letter_id = made(portal, reference)
    letter_view(portal.ctx, portal.officer, reference, letter_id)
    with portal.ctx.store.reading() as uow:
        events = list(uow.session.scalars(select(AuditEvent).order_by(AuditEvent.seq)))
    trail = {event.what: event.details for event in events}
    assert trail["letter_made"]["letter"] == str(letter_id)
    assert len(trail["letter_read"]["sha256"]) == 64
    assert "Long Lane" not in json.dumps([event.details for event in events])


def test_the_words_are_sealed(portal: Portal, reference: str) -> None:
    row = letter_row(portal, made(portal, reference))
    assert b"Long Lane" not in row.words_sealed
    assert "Long Lane" not in repr(letter_form(portal.ctx, portal.officer, reference, KINDS[1]))


def test_language_and_size_are_those_of_the_person(portal: Portal) -> None:
    reference = referred(portal, language="cy")
    with rows(portal, reference) as (_, person, _user):
        person.needs = {"needs": ["large_print"]}
        person.called = "Mari"
    letter_id = made(portal, reference)
    row = letter_row(portal, letter_id)
    assert (row.language, row.large_print, row.neutral) == ("cy", True, False)
    words = words_of(portal, reference, letter_id)
    assert words.startswith("Gallwch ddewis")
    assert "Helo Mari," in words
    assert "Dydd Llun i ddydd Gwener" in words


def test_neutral_words_tell_nothing_of_the_scheme(portal: Portal, reference: str) -> None:
    words = words_of(portal, reference, made(portal, reference, neutral=True))
    assert "Please ring me on 020 7946 0123" in words
    assert "Probation" not in words
    assert "scheme" not in words.lower()


def test_where_somebody_else_may_open_the_post_neutral_words_come_first(
    portal: Portal, reference: str
) -> None:
    plan = ChannelInput(
        ChannelKind.POST,
        uses=frozenset({ChannelUse.LETTER}),
        any_time=True,
        who_else="Her sister opens the post",
    )
    change_plan(portal.ctx, portal.officer, reference, address_of(portal, reference), plan, 1)
    form = letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST)
    assert form.given.neutral
    assert form.addresses[0].who_else == "Her sister opens the post"


def test_words_that_changed_since_they_were_read_are_read_again(
    portal: Portal, reference: str
) -> None:
    given = chosen(portal, reference, LetterKind.FIRST)
    with rows(portal, reference) as (_, person, _user):
        person.called = "Molly"
    with pytest.raises(ConflictError, match="Read them as they stand now"):
        make_letter(portal.ctx, portal.officer, reference, LetterKind.FIRST, given)
    made(portal, reference)


def test_one_like_it_is_not_made_while_it_waits(portal: Portal, reference: str) -> None:
    made(portal, reference)
    assert "isn't posted yet" in _refused(portal, reference)[""]
    made(portal, reference, LetterKind.SECOND)


def test_a_form_that_is_sent_twice_makes_one_letter(portal: Portal, reference: str) -> None:
    given = chosen(portal, reference, LetterKind.FIRST)
    once = portal.ctx.tokens.uuid()
    two = [
        make_letter(portal.ctx, portal.officer, reference, LetterKind.FIRST, given, once)
        for _ in range(2)
    ]
    assert two[0] == two[1]
    assert len(plan_of(portal, reference).letters) == 1


@pytest.mark.parametrize("kind", LetterKind)
def test_nobody_else_reaches_a_letter(portal: Portal, reference: str, kind: LetterKind) -> None:
    letter_id = made(portal, reference)
    other = referred(portal, **OTHER)
    given = chosen(portal, reference, LetterKind.SECOND)
    with pytest.raises(NotFoundError):
        letter_view(portal.ctx, portal.officer, other, letter_id)
    with pytest.raises(NotFoundError):
        letter_view(portal.ctx, portal.stranger, reference, letter_id)
    with pytest.raises(NotFoundError):
        letter_form(portal.ctx, portal.stranger, reference, kind)
    with pytest.raises(NotFoundError):
        make_letter(portal.ctx, portal.stranger, reference, kind, given)


def test_the_letter_with_a_code_is_not_made_by_hand(portal: Portal, reference: str) -> None:
    with pytest.raises(NotFoundError):
        letter_form(portal.ctx, portal.officer, reference, LetterKind.CODE)


def test_a_code_goes_by_a_letter_that_says_only_that(portal: Portal, reference: str) -> None:
    letter_id = with_code(portal, reference)
    words = words_of(portal, reference, letter_id)
    # No page shows it to staff: whoever reads it out must have the letter. It is printed.
    assert "482" not in words
    assert "●●● ●●●" in words
    with portal.ctx.store.reading() as uow:
        letter = uow.get(Letter, letter_id)
        assert letter is not None
        assert ("code", "482 915") in content_of(letter).parts
    assert "9 December 2026" in words
    row = letter_row(portal, letter_id)
    assert (row.kind, row.neutral) == ("code", True)
    with portal.ctx.store.reading() as uow:
        events = list(uow.session.scalars(select(AuditEvent)))
    assert "482915" not in json.dumps([event.details for event in events])


def test_a_newer_code_takes_the_place_of_a_letter_that_waits(
    portal: Portal, reference: str
) -> None:
    first = with_code(portal, reference)
    with portal.ctx.store.writing() as uow:
        for row in uow.session.scalars(select(Verification)):
            row.ended_at = portal.ctx.now()
        uow.commit()
    second = with_code(portal, reference, "111222")
    assert letter_row(portal, first).discarded_at is not None
    assert letter_row(portal, second).discarded_at is None


def test_a_code_never_goes_to_an_address_that_was_stopped(portal: Portal, reference: str) -> None:
    suspend_channel(portal.ctx, portal.officer, reference, address_of(portal, reference), "Moved")
    with pytest.raises(InvalidError) as error:
        with_code(portal, reference)
    assert error.value.problems == {"": STOPPED}


def test_hostile_names_and_addresses_stay_what_they_are(portal: Portal) -> None:
    reference = referred(
        portal, victim_first_name="{officer_phone}", victim_last_name="#read(1) \N{SNOWMAN}日"
    )
    letter = letter_view(portal.ctx, portal.officer, reference, made(portal, reference))
    assert letter.text.address[0] == "{officer_phone} #read(1) \N{SNOWMAN}日"
    assert "Hello {officer_phone}," in words_of(portal, reference, letter.line.id)
    assert letter.unprintable == ("日",)


def test_an_ended_address_says_so(portal: Portal, reference: str) -> None:
    letter_id = made(portal, reference)
    end_channel(portal.ctx, portal.officer, reference, address_of(portal, reference))
    assert ENDED in letter_view(portal.ctx, portal.officer, reference, letter_id).doubts


def test_a_letter_made_in_the_place_of_a_wrong_one_settles_its_task(
    portal: Portal, reference: str
) -> None:
    wrong = made(portal, reference)
    corrected(portal, reference, last_name="Ashe")
    assert letter_row(portal, wrong).discarded_at is not None
    assert MAKE_AGAIN in task_kinds(portal, reference)
    made(portal, reference, LetterKind.SECOND)
    assert MAKE_AGAIN in task_kinds(portal, reference)
    right = made(portal, reference)
    assert MAKE_AGAIN not in task_kinds(portal, reference)
    address = letter_view(portal.ctx, portal.officer, reference, right).text.address
    assert address[0] == "Mary Ashe"
