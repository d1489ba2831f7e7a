"""The letter with an update's news: the approved words, only while true, wanted and safe."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID, uuid4

import pytest

from tests.support.letters import letter_row
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import Told, told
from victim_portal.domain.first_contact import attempt_days
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    ContactOutcome,
    Enrolment,
    Language,
    LetterKind,
    Level,
    MessageState,
    UpdateState,
)
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.contacts.tried import tried_on
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.letters import (
    LetterForm,
    LetterInput,
    discard_letter,
    letter_file,
    letter_view,
    make_news_letter,
    news_letter_form,
    post_letter,
    return_letter,
)
from victim_portal.services.letters.news import AGREED
from victim_portal.services.letters.news_rules import (
    CHANGED,
    NOT_APPROVED,
    OTHER_LANGUAGE,
    OTHER_VERSION,
    RING_FIRST,
)
from victim_portal.services.planning import replan
from victim_portal.services.undoing import undo_contact
from victim_portal.services.updates import EditedWords, edit_update
from victim_portal.store.models import Case, ContactLog, Letter, Person, Update

TODAY = date(2026, 11, 18)
POST = (ChannelKind.POST,)
BOTH = (ChannelKind.POST, ChannelKind.EMAIL)
WORDS = ("About the release", "Pat Doe is due to be released in February 2027.")


def form_of(case: Told, given: LetterInput | None = None) -> LetterForm:
    portal = case.portal
    return news_letter_form(portal.ctx, portal.officer, case.reference, case.update_id, given)


def chosen(case: Told, **changes: object) -> LetterInput:
    preset = replace(form_of(case).given, channel_id=case.channels["post"])
    given = replace(preset, **changes)  # type: ignore[arg-type]  # whatever the test gives
    return replace(given, seen=form_of(case, given).seen)


def make(case: Told, once: UUID | None = None, **changes: object) -> UUID:
    portal = case.portal
    return make_news_letter(
        portal.ctx, portal.officer, case.reference, case.update_id, chosen(case, **changes), once
    )


def post(case: Told, letter_id: UUID, **more: bool) -> None:
    portal = case.portal
    post_letter(portal.ctx, portal.officer, case.reference, letter_id, TODAY, **more)


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


def update_of(case: Told) -> Update:
    """The update, whatever else was planned since."""
    return next(one for one in case._all(Update) if one.id == case.update_id)


def letters(case: Told) -> list[Letter]:
    return case._all(Letter)


@pytest.fixture
def case(portal: Portal) -> Told:
    return told(portal, kinds=POST).approve()


@pytest.fixture
def planned(portal: Portal) -> Told:
    """One whose update the plan itself holds."""
    case = told(portal, kinds=POST)
    with portal.ctx.store.writing() as uow:
        row = uow.get(Case, case.case_id)
        assert row is not None
        replan(portal.ctx, uow, portal.officer, row)
        uow.commit()
    update = next(one for one in case._all(Update) if one.state == UpdateState.DRAFT)
    return replace(case, update_id=update.id).approve(version=update.version)


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


def test_posting_it_tells_the_news_and_is_in_the_log(case: Told) -> None:
    assert "telephone" in case.tasks()
    letter_id = make(case)
    post(case, letter_id)
    post(case, letter_id)
    update = update_of(case)
    assert (update.state, update.sent_on, update.told_how) == ("sent", TODAY, "letter")
    (entry,) = case._all(ContactLog)
    assert (entry.method, entry.outcome, entry.letter_id) == ("letter", "sent", letter_id)
    assert not {"telephone", "post_letter"} & case.tasks().keys()
    assert len(case.audit("update_told")) == len(case.audit("letter_posted")) == 1


def test_no_message_says_what_a_letter_has_said(portal: Portal) -> None:
    case = told(portal, kinds=BOTH).approve()
    post(case, make(case))
    assert case.message("email").state == MessageState.CANCELLED
    sender = FakeSender()
    assert deliver_due(portal.ctx, sender.senders, "one").handed_over == 0


def test_what_messages_told_may_be_printed_too_and_stays_told_by_them(portal: Portal) -> None:
    case = told(portal, kinds=BOTH).approve()
    deliver_due(portal.ctx, FakeSender().senders, "one")
    post(case, make(case))
    update = update_of(case)
    assert (update.state, update.told_how) == (UpdateState.SENT, None)
    assert case.message("email").state == MessageState.HANDED_OVER


def test_a_letter_whose_news_changed_isnt_printed_or_posted_any_more(case: Told) -> None:
    portal, letter_id = case.portal, make(case)
    case.new_key_dates()
    view = letter_view(portal.ctx, portal.officer, case.reference, letter_id)
    assert CHANGED in view.doubts
    with pytest.raises(ConflictError):
        letter_file(portal.ctx, portal.officer, case.reference, letter_id)
    with pytest.raises(InvalidError):
        post(case, letter_id)
    # It was in the post before: that is written down, and looked after by a person.
    post(case, letter_id, already_gone=True)
    assert "check_letter" in case.tasks()
    assert update_of(case).told_how is None


def test_a_letter_of_words_that_were_edited_since_isnt_sent(case: Told) -> None:
    portal, letter_id = case.portal, make(case)
    words = EditedWords("Please ring Sam. Sam", "Please ring", "Please ring.", *WORDS)
    edit_update(portal.ctx, portal.officer, case.reference, case.update_id, words, 1)
    view = letter_view(portal.ctx, portal.officer, case.reference, letter_id)
    assert {OTHER_VERSION, NOT_APPROVED} <= set(view.doubts)
    discard_letter(portal.ctx, portal.officer, case.reference, letter_id)
    case.approve(version=2)
    make(case)


def test_a_letter_that_came_back_has_told_nothing(planned: Told) -> None:
    case = planned
    portal, letter_id = case.portal, make(case)
    post(case, letter_id)
    return_letter(portal.ctx, portal.officer, case.reference, letter_id, TODAY)
    update = update_of(case)
    assert (update.state, update.told_how, update.sent_on) == ("draft", None, None)
    assert (update.version, update.approved_version) == (2, None)
    assert "read_again" in case.tasks()
    assert case.channel("post").suspended_at is not None
    # It is told by telephone then; the same officer may approve the same words again.
    case.approve(version=2)
    assert "telephone" in case.tasks()


def test_a_posting_that_was_a_mistake_has_told_nothing(planned: Told) -> None:
    case = planned
    portal, letter_id = case.portal, make(case)
    post(case, letter_id)
    (entry,) = case._all(ContactLog)
    undo_contact(portal.ctx, portal.officer, case.reference, entry.id, "It lay on my desk.")
    assert update_of(case).state == UpdateState.DRAFT
    assert {"read_again", "post_letter"} <= case.tasks().keys()
    view = letter_view(portal.ctx, portal.officer, case.reference, letter_id)
    assert OTHER_VERSION in view.doubts


def test_news_by_letter_is_no_attempt_of_first_contact(case: Told) -> None:
    portal = case.portal
    post(case, make(case))
    with portal.ctx.store.reading() as uow:
        row = uow.get(Case, case.case_id)
        assert row is not None
        assert attempt_days([tried for _, tried in tried_on(uow, row)]) == ()


BROKEN = ("facts", "no", "address", "words", "ring first", "closed")


@pytest.mark.parametrize(
    "broken",
    [one for many in range(3) for one in combinations(BROKEN, many)],
    ids=lambda broken: "+".join(broken) or "nothing",
)
def test_whatever_changes_in_between_a_letter_goes_only_where_nothing_did(
    case: Told, broken: tuple[str, ...]
) -> None:
    letter_id = make(case)
    for one in broken:
        _break(case, one)
    if broken:
        with pytest.raises(InvalidError):
            post(case, letter_id)
        assert letter_row(case.portal, letter_id).posted_on is None
    else:
        post(case, letter_id)


def _break(case: Told, what: str) -> None:
    changes = {
        "facts": case.new_key_dates,
        "no": lambda: case.change_case(enrolment=Enrolment.DECLINED.value),
        "address": lambda: case.change_channel("post", confirmed_at=None),
        "words": lambda: case.change(Update, case.update_id, content="Something else."),
        "ring first": lambda: case.change_preference(call_first=True),
        "closed": lambda: case.change_case(closed_at=case.portal.ctx.now(), closed_why="x"),
    }
    changes[what]()
