"""The letter with an update's news: the approved words, only while true, wanted and safe."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.support.letters import letter_row
from tests.support.news_letters import (
    POST,
    TODAY,
    WORDS,
    chosen,
    form_of,
    letters,
    make,
)
from tests.support.portal import Portal
from tests.support.updates import Told, told
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    Language,
    LetterKind,
    Level,
)
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.letters import (
    letter_file,
    letter_view,
    make_news_letter,
    news_letter_form,
)
from victim_portal.services.letters.news import AGREED
from victim_portal.services.letters.news_rules import (
    CHANGED,
    NOT_APPROVED,
    OTHER_LANGUAGE,
    RING_FIRST,
)
from victim_portal.store.models import Person, Update


@pytest.fixture
def case(portal: Portal) -> Told:
    return told(portal, kinds=POST).approve()


def refused(case: Told) -> tuple[str, ...]:
    """Why no letter is made: the page says so, and the act refuses it."""
    view = form_of(case)
    found = view.refused or tuple(why for _, why in view.not_usable)
    given = replace(view.given, channel_id=case.channels["post"], seen=view.seen)
    portal = case.portal
    with pytest.raises(InvalidError):
        make_news_letter(portal.ctx, portal.officer, case.reference, case.update_id, given)
    assert letters(case) == []
    return found


def test_it_says_the_approved_words_and_no_others(case: Told) -> None:
    portal, letter_id = case.portal, make(case)
    view = letter_view(portal.ctx, portal.officer, case.reference, letter_id)
    assert view.text.parts == (("title", WORDS[0]), ("paragraph", WORDS[1]))
    assert view.text.address == ("Ana Moss-Reed", "14 Brookside Lane", "Winchester", "SO23 9ZZ")
    assert (view.line.kind, view.update_id) == (LetterKind.UPDATE, case.update_id)
    assert (view.text.name, view.doubts, view.refused) == ("Letter", (), "")
    row = letter_row(portal, letter_id)
    assert (row.update_id, row.update_version) == (case.update_id, 1)
    assert b"February" not in row.words_sealed


def test_the_file_is_tagged_and_names_nobody(case: Told) -> None:
    portal, letter_id = case.portal, make(case)
    file = letter_file(portal.ctx, portal.officer, case.reference, letter_id)
    assert file.content.startswith(b"%PDF-")
    assert file.file_name == f"letter-{letter_id.hex[:8]}.pdf"
    assert file.unprintable == ()


def test_large_print_and_easy_read_are_those_of_the_person(case: Told) -> None:
    case.change(Person, case.person_id, needs={"needs": ["large_print", "easy_read", "bsl"]})
    view = form_of(case)
    assert (view.given.large_print, view.easy_read) == (True, True)
    assert [need.value for need in view.by_sign_or_speech] == ["bsl"]
    assert letter_row(case.portal, make(case)).large_print


def test_a_welsh_reader_gets_the_welsh_words(portal: Portal) -> None:
    case = told(portal, kinds=POST, language=Language.WELSH).approve()
    letter_id = make(case)
    assert letter_row(portal, letter_id).language == "cy"
    view = letter_view(portal.ctx, portal.officer, case.reference, letter_id)
    assert (view.text.name, view.text.day) == ("Llythyr", "18 Tachwedd 2026")


def test_making_it_is_on_the_trail_without_its_words(case: Told) -> None:
    letter_id = make(case)
    (printed,) = case.audit("update_printed")
    (approved,) = case.audit("update_approved")
    assert printed == {
        "update": str(case.update_id),
        "version": 1,
        "digest": approved["digest"],
        "letter": str(letter_id),
    }
    (made,) = case.audit("letter_made")
    assert (made["kind"], made["letter"]) == ("update", str(letter_id))
    assert "post_letter" in case.tasks()


def test_a_draft_is_not_printed(portal: Portal) -> None:
    assert refused(told(portal, kinds=POST)) == (NOT_APPROVED,)


def test_words_that_were_changed_behind_the_approval_are_not_printed(case: Told) -> None:
    case.change(Update, case.update_id, content="Pat Doe is free.")
    assert refused(case) == (NOT_APPROVED,)


def test_what_a_manager_must_approve_isnt_printed_on_an_officers_word(portal: Portal) -> None:
    case = told(portal, kinds=POST, needs_manager=True).approve(portal.manager)
    case.change(Update, case.update_id, needs_manager=True)
    make(case)
    other = told(portal, kinds=POST, number=1).approve()
    other.change(Update, other.update_id, needs_manager=True)
    assert refused(other) == (NOT_APPROVED,)


def test_nothing_that_is_no_longer_true_is_printed(case: Told) -> None:
    case.new_key_dates()
    assert refused(case) == (CHANGED,)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"enrolment": Enrolment.OPTED_OUT.value}, "opted out"),
        ({"enrolment": Enrolment.DO_NOT_CONTACT.value}, "asked not to be contacted"),
        ({"enrolment": Enrolment.OFFERED.value}, "hasn't opted in"),
    ],
)
def test_nothing_is_printed_that_they_dont_want(
    case: Told, changes: dict[str, str], said: str
) -> None:
    case.change_case(**changes)
    (sentence,) = refused(case)
    assert said in sentence


def test_a_level_that_leaves_the_stage_out_stops_the_letter_too(portal: Portal) -> None:
    case = told(portal, kinds=POST, stage=Stage.RECATEGORISED).approve()
    case.change_preference(level=Level.RELEASE_MONTH_ONLY.value)
    assert "level of contact" in refused(case)[0]


def test_who_wants_to_be_rung_first_is_rung_first(case: Told) -> None:
    portal = case.portal
    case.change_preference(call_first=True)
    assert refused(case) == (RING_FIRST,)
    record_contact(
        portal.ctx,
        portal.officer,
        case.reference,
        ContactInput(
            ContactMethod.TELEPHONE, ContactOutcome.SPOKE, TODAY, elsewhere=True, note="x"
        ),
    )
    make(case)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"verified_at": None}, "Nobody has checked"),
        ({"confirmed_at": None}, "hasn't confirmed"),
        ({"review_on": TODAY - timedelta(days=1)}, "review date"),
        ({"review_on": None}, "review date"),
        ({"uses": [], "any_time": False}, "doesn't allow"),
        ({"any_time": False}, "any time"),
        ({"language": "cy"}, OTHER_LANGUAGE),
    ],
)
def test_it_goes_by_a_safe_way_alone(case: Told, changes: dict[str, object], said: str) -> None:
    case.change_channel("post", **changes)
    (sentence,) = refused(case)
    assert said in sentence
    assert form_of(case).addresses == ()


def test_a_stopped_address_gets_nothing(case: Told) -> None:
    case.change_channel("post", suspended_at=case.portal.ctx.now(), suspended_why="Came back.")
    assert refused(case) == ("This channel is suspended.",)


def test_a_review_on_the_very_day_still_counts(case: Told) -> None:
    case.change_channel("post", review_on=TODAY)
    make(case)


def test_who_else_opens_the_post_is_warned_of(case: Told) -> None:
    case.change_channel("post", who_else="Her brother fetches the post.")
    (address,) = form_of(case).addresses
    assert address.must_check
    assert address.who_else == "Her brother fetches the post."
    with pytest.raises(InvalidError) as error:
        make(case)
    assert error.value.problems == {"checked": AGREED}
    make(case, checked=True)


def test_words_that_werent_read_make_no_letter(case: Told) -> None:
    portal = case.portal
    given = replace(chosen(case), seen="0" * 64)
    with pytest.raises(ConflictError):
        make_news_letter(portal.ctx, portal.officer, case.reference, case.update_id, given)


def test_one_letter_waits_at_a_time_and_a_form_sent_twice_makes_one(case: Told) -> None:
    once = uuid4()
    given = chosen(case)
    portal = case.portal
    asked = (portal.ctx, portal.officer, case.reference, case.update_id, given, once)
    assert make_news_letter(*asked) == make_news_letter(*asked)
    with pytest.raises(InvalidError, match="isn't posted yet"):
        make(case)
    assert len(letters(case)) == 1


def test_another_units_officer_sees_no_such_update(case: Told) -> None:
    portal = case.portal
    with pytest.raises(NotFoundError):
        news_letter_form(portal.ctx, portal.stranger, case.reference, case.update_id)
    with pytest.raises(NotFoundError):
        news_letter_form(portal.ctx, portal.officer, case.reference, uuid4())
