"""A statement of her own: drafts that nobody else reads, signing, worrying, taking back."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.support import casework, voice
from tests.support import door as opened
from tests.support.portal import Portal
from tests.support.representations import a_statement, state
from tests.support.voice import RELEASE, SINCE, THEN
from victim_portal.domain.own_statement import LONGEST_PART, OwnOffer, Saved
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.vocabulary import Enrolment, Language, Route
from victim_portal.services import door, own_statement
from victim_portal.services.door import Visitor
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.own_statement import OwnDraft, OwnPart
from victim_portal.services.representations import record_statement, representations_view
from victim_portal.services.reviews import close_review
from victim_portal.services.submissions import export_submission
from victim_portal.store.models import Case, DraftPart

TODAY = date(2026, 11, 18)
HOSTILE = "<script>alert(1)</script> {0} %s & \N{GRINNING FACE}"


@pytest.fixture
def reference(portal: Portal) -> str:
    return voice.with_review(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> Visitor:
    return voice.inside(portal, reference)


def draft(portal: Portal, here: Visitor) -> OwnDraft:
    found = voice.seen(portal, here).draft
    assert found is not None
    return found


def part(portal: Portal, here: Visitor) -> OwnPart:
    return draft(portal, here).parts[THEN]


def save(portal: Portal, here: Visitor, words: str, base: int, page: str = "a" * 24) -> Saved:
    return own_statement.save_part(portal.ctx, here, THEN, words, base, page).outcome


def shown(portal: Portal, reference: str) -> str:
    """What the officer sees of the statement that stands."""
    view = representations_view(portal.ctx, portal.officer, reference)
    return plain_text(view.statement.body) if view.statement else ""


# What is offered


@pytest.mark.parametrize(
    ("sentence", "reviewed", "offer"),
    [
        ("EDS", False, OwnOffer.NOT_YET),
        ("EDS", True, OwnOffer.OPEN),
        ("SDS", False, OwnOffer.NEVER),
        ("SDS", True, OwnOffer.OPEN),
    ],
)
def test_it_is_offered_only_in_a_review(
    portal: Portal, sentence: str, reviewed: bool, offer: OwnOffer
) -> None:
    reference = opened.with_words(portal, sentence_type=sentence)
    if reviewed:
        voice.review(portal, reference)
    here = voice.inside(portal, reference)
    assert voice.seen(portal, here).offer is offer
    if offer is OwnOffer.OPEN:
        own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
        return
    with pytest.raises(InvalidError):
        own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    with pytest.raises(InvalidError):
        own_statement.say_it(portal.ctx, here)
    assert voice.tasks(portal, "take_statement") == []


def test_the_days_hang_on_the_hearing(portal: Portal, here: Visitor, reference: str) -> None:
    seen = voice.seen(portal, here)
    assert (seen.due_on, seen.ask_by) == (date(2027, 2, 16), date(2027, 1, 19))
    voice.review(portal, reference, None)
    seen = voice.seen(portal, here)
    assert (seen.due_on, seen.ask_by) == (None, None)


def test_after_the_hearing_nothing_is_signed_or_taken_back(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="I was afraid.")
    voice.sign(portal, here)
    voice.write(portal, here, then="I am afraid.")
    portal.clock.move(days=120)
    here = voice.inside(portal, reference)
    assert voice.seen(portal, here).offer is OwnOffer.HEARD
    with pytest.raises(InvalidError):
        voice.sign(portal, here)
    with pytest.raises(InvalidError):
        own_statement.withdraw(portal.ctx, here)
    assert shown(portal, reference) == "I was afraid."


# Drafts


def test_a_draft_is_read_by_nobody_else(portal: Portal, here: Visitor, reference: str) -> None:
    voice.write(portal, here, then="Zephyrine was there.")
    view = representations_view(portal.ctx, portal.officer, reference)
    assert view.draft_begun_at is not None
    assert "Zephyrine" not in repr(view)
    assert view.statement is None


def test_begun_twice_is_begun(portal: Portal, here: Visitor) -> None:
    voice.write(portal, here, then="One.")
    own_statement.begin_draft(portal.ctx, here, Language.WELSH)
    assert part(portal, here).words == "One."
    assert draft(portal, here).language is Language.ENGLISH


def test_saving_out_of_order_and_twice(portal: Portal, here: Visitor) -> None:
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    assert save(portal, here, "One.", 0) is Saved.KEPT
    assert save(portal, here, "One.", 0) is Saved.SAME
    # The page never heard that its first text was kept.
    assert save(portal, here, "One. Two.", 0) is Saved.KEPT
    assert save(portal, here, "Elsewhere.", 0, "b" * 24) is Saved.BESIDE
    assert part(portal, here).words == "One. Two."
    assert [one.words for one in part(portal, here).others] == ["Elsewhere."]
    assert save(portal, here, "Elsewhere, more.", 0, "b" * 24) is Saved.BESIDE
    assert [one.words for one in part(portal, here).others] == ["Elsewhere, more."]
    # Typed back to what stands: nothing is left to choose.
    assert save(portal, here, "One. Two.", 0, "b" * 24) is Saved.SAME
    assert part(portal, here).others == ()


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("here", "One."), ("b" * 24, "Two."), ("all", "One.\n\nTwo.")],
)
def test_she_chooses_what_stays(portal: Portal, here: Visitor, choice: str, kept: str) -> None:
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    save(portal, here, "One.", 0)
    save(portal, here, "Two.", 0, "b" * 24)
    own_statement.choose_text(
        portal.ctx, here, THEN, choice, part(portal, here).version, frozenset({"b" * 24})
    )
    assert part(portal, here).words == kept
    assert part(portal, here).others == ()


def test_a_choice_takes_nothing_that_she_wasnt_shown(portal: Portal, here: Visitor) -> None:
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    save(portal, here, "One.", 0)
    save(portal, here, "Two.", 0, "b" * 24)
    base = part(portal, here).version
    save(portal, here, "Three.", 0, "c" * 24)
    choose = own_statement.choose_text
    for choice in ("", "d" * 24, "c" * 24):
        with pytest.raises(InvalidError):
            choose(portal.ctx, here, THEN, choice, base, frozenset({"b" * 24}))
    with pytest.raises(InvalidError):
        choose(portal.ctx, here, THEN, "b" * 24, base - 1, frozenset({"b" * 24}))
    choose(portal.ctx, here, THEN, "b" * 24, base, frozenset({"b" * 24}))
    assert part(portal, here).words == "Two."
    assert [one.words for one in part(portal, here).others] == ["Three."]


def test_too_long_a_part_is_refused_whole(portal: Portal, here: Visitor) -> None:
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    with pytest.raises(InvalidError):
        save(portal, here, "x" * (LONGEST_PART + 1), 0)
    assert save(portal, here, "x" * LONGEST_PART, 0) is Saved.KEPT


def test_thrown_away_is_gone_from_the_database(portal: Portal, here: Visitor) -> None:
    voice.write(portal, here, then="One.")
    own_statement.mark_passage(portal.ctx, here, THEN, "One", "Why.")
    for _ in range(2):
        own_statement.throw_away(portal.ctx, here)
    assert voice.seen(portal, here).draft is None
    with portal.ctx.store.reading() as uow:
        assert list(uow.session.scalars(select(DraftPart))) == []
    with pytest.raises(NotFoundError):
        save(portal, here, "Two.", 1)


def test_another_ones_draft_is_not_there(portal: Portal, here: Visitor) -> None:
    other = voice.with_review(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    there = voice.inside(portal, other)
    voice.write(portal, there, then="Bea was there.")
    assert voice.seen(portal, here).draft is None
    with pytest.raises(NotFoundError):
        save(portal, here, "Mine.", 0)
    mixed = replace(here, case_id=there.case_id)
    for act in (own_statement.own_statement, own_statement.throw_away, own_statement.withdraw):
        with pytest.raises(NotFoundError):
            act(portal.ctx, mixed)


# What comes late


def late(portal: Portal, token: str, words: str = "And the last.") -> bool:
    return own_statement.save_late(portal.ctx, token, THEN, words, "b" * 24)


def writing(portal: Portal, reference: str) -> str:
    """The token of a visit in which something was written."""
    token = opened.visit(portal, reference)
    here = opened.visitor(portal, token)
    door.pass_warning(portal.ctx, here)
    voice.write(portal, here, then="First.")
    return token


def test_what_came_after_the_time_out_is_given_back_after_a_new_proof(
    portal: Portal, reference: str
) -> None:
    token = writing(portal, reference)
    portal.clock.move(minutes=16)
    assert late(portal, token)
    assert late(portal, token)
    found = part(portal, voice.inside(portal, reference))
    assert found.words == "First."
    assert [(one.words, one.late) for one in found.others] == [("And the last.", True)]


def test_nothing_is_kept_of_a_visit_that_lasts_or_was_ended_or_is_old(
    portal: Portal, reference: str
) -> None:
    token = writing(portal, reference)
    assert not late(portal, token), "it lasts"
    assert not late(portal, "no such token")
    door.leave(portal.ctx, token)
    portal.clock.move(minutes=16)
    assert not late(portal, token), "she left"
    token = writing(portal, reference)
    portal.clock.move(minutes=15, days=1)
    assert not late(portal, token), "a day has passed"
    token = writing(portal, reference)
    door.agree_passphrase(portal.ctx, portal.officer, reference, "yellow teapot Friday")
    portal.clock.move(minutes=16)
    assert not late(portal, token), "the passphrase was changed"


def test_nothing_is_kept_for_who_left_the_scheme(portal: Portal, reference: str) -> None:
    token = writing(portal, reference)
    portal.clock.move(minutes=16)
    answer = AnswerInput(Enrolment.OPTED_OUT, TODAY, casework.ContactMethod.TELEPHONE)
    record_answer(portal.ctx, portal.officer, reference, answer)
    assert not late(portal, token)


def test_late_words_overwrite_nothing(portal: Portal, reference: str) -> None:
    token = writing(portal, reference)
    portal.clock.move(minutes=16)
    here = voice.inside(portal, reference)
    save(portal, here, "Newer.", part(portal, here).version)
    assert late(portal, token, "Older.")
    assert part(portal, here).words == "Newer."
    assert not late(portal, token, "   ")
    assert not late(portal, token, "x" * (LONGEST_PART + 1))


# Worries


def test_a_marked_passage_stands_in_the_withheld_part_alone(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(
        portal, here, then="I was afraid.", since="I moved to Mill Lane. " + HOSTILE, release="No."
    )
    for _ in range(2):
        own_statement.mark_passage(portal.ctx, here, SINCE, "Mill  Lane", "He would come.")
    (worry,) = draft(portal, here).worries
    assert worry.found
    (task,) = voice.tasks(portal, "own_worry")
    assert "19 January 2027" in task.what
    assert task.due_on == date(2026, 11, 20)
    assert "Mill" not in task.what
    assert "Mill" not in plain_text(draft(portal, here).served)
    assert "Mill Lane" in plain_text(draft(portal, here).whole)
    voice.sign(portal, here)
    view = representations_view(portal.ctx, portal.officer, reference)
    assert view.statement is not None
    assert plain_text(view.statement.body) == f"I was afraid.\n\nI moved to. {HOSTILE}\n\nNo."
    assert plain_text(view.statement.withheld) == "Mill  Lane"
    assert plain_text(view.statement.withheld_reasons) == "He would come."


def test_the_worry_is_late_and_says_so(portal: Portal, reference: str) -> None:
    voice.review(portal, reference, date(2026, 12, 15))
    here = voice.inside(portal, reference)
    voice.write(portal, here, then="I live in Leeds.")
    own_statement.mark_passage(portal.ctx, here, THEN, "Leeds", "He would come.")
    (task,) = voice.tasks(portal, "own_worry")
    assert "ask for a late one" in task.what
    assert task.due_on == TODAY


@pytest.mark.parametrize(
    ("passage", "reason", "fields"),
    [
        ("", "", {"passage", "reason"}),
        ("I", "why", {"passage"}),
        ("not there", "why", {"passage"}),
        ("afraid", "x" * 2001, {"reason"}),
    ],
)
def test_what_cant_be_marked(
    portal: Portal, here: Visitor, passage: str, reason: str, fields: set[str]
) -> None:
    voice.write(portal, here, then="I was afraid.")
    with pytest.raises(InvalidError) as refused:
        own_statement.mark_passage(portal.ctx, here, THEN, passage, reason)
    assert set(refused.value.problems) == fields
    assert voice.tasks(portal, "own_worry") == []


def test_words_that_changed_under_a_mark_stop_the_signing(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="I live in Leeds.")
    own_statement.mark_passage(portal.ctx, here, THEN, "in Leeds", "He would come.")
    save(portal, here, "I live near Leeds.", part(portal, here).version)
    assert draft(portal, here).digest == ""
    with pytest.raises(InvalidError) as refused:
        voice.sign(portal, here)
    assert "worry" in refused.value.problems
    (worry,) = draft(portal, here).worries
    own_statement.end_worry(portal.ctx, here, worry.id)
    own_statement.end_worry(portal.ctx, here, worry.id)
    voice.sign(portal, here)
    assert shown(portal, reference) == "I live near Leeds."


def test_all_of_it_cant_be_withheld(portal: Portal, here: Visitor) -> None:
    voice.write(portal, here, then="I live in Leeds.")
    own_statement.mark_passage(portal.ctx, here, THEN, "I live in Leeds.", "He would come.")
    assert draft(portal, here).problems == {"words": "nothing_left"}


# Signing


def test_signing_needs_what_she_read_and_how_it_is_heard(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="One.")
    read = draft(portal, here).digest
    with pytest.raises(InvalidError) as refused:
        own_statement.sign(portal.ctx, here, read)
    assert set(refused.value.problems) == {"preference"}
    own_statement.choose_preference(portal.ctx, here, ReadingPreference.RECORDING)
    save(portal, here, "One, changed.", part(portal, here).version)
    for seen in (read, "", "x"):
        with pytest.raises(ConflictError):
            own_statement.sign(portal.ctx, here, seen)
    assert shown(portal, reference) == ""
    assert own_statement.sign(portal.ctx, here, draft(portal, here).digest) == 1
    view = representations_view(portal.ctx, portal.officer, reference).statement
    assert view is not None
    assert view.written_by is WrittenBy.VICTIM
    assert view.reading_preference is ReadingPreference.RECORDING
    assert view.signed_on == TODAY
    assert view.recorded_by == "the person of the case"
    with pytest.raises(NotFoundError):
        own_statement.sign(portal.ctx, here, read)


def test_two_texts_of_a_part_stop_the_signing(portal: Portal, here: Visitor) -> None:
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    save(portal, here, "One.", 0)
    save(portal, here, "Two.", 0, "b" * 24)
    assert draft(portal, here).to_choose == (THEN,)
    with pytest.raises(InvalidError):
        voice.sign(portal, here)


def test_an_empty_statement_isnt_signed(portal: Portal, here: Visitor) -> None:
    voice.write(portal, here, then=" \n ")
    with pytest.raises(InvalidError):
        voice.sign(portal, here)


def test_a_signed_statement_is_replaced_part_by_part(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="One.", since="Two.", release="Three.")
    voice.sign(portal, here)
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    parts = draft(portal, here).parts
    assert [parts[one].words for one in (THEN, SINCE, RELEASE)] == ["One.", "Two.", "Three."]
    # Until the new one is signed the old one stands.
    save(portal, here, "Four.", part(portal, here).version)
    assert shown(portal, reference) == "One.\n\nTwo.\n\nThree."
    assert voice.sign(portal, here) == 2
    assert shown(portal, reference) == "Four.\n\nTwo.\n\nThree."


def test_what_an_officer_wrote_down_can_be_changed_by_her(
    portal: Portal, here: Visitor, reference: str
) -> None:
    state(portal, reference, "I was <em>afraid</em>.")
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    assert part(portal, here).words == "I was <em>afraid</em>."
    voice.sign(portal, here)
    assert shown(portal, reference) == "I was afraid."


def test_the_officer_can_still_record_a_version_of_theirs(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="One.")
    voice.sign(portal, here)
    given = a_statement("Two.", written_by=WrittenBy.DICTATED, read_back_on=TODAY)
    assert record_statement(portal.ctx, portal.officer, reference, given) == 2


# Taking it back


def test_it_is_taken_back_and_what_cant_be_unread_is_said(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="One.")
    voice.sign(portal, here)
    assert voice.seen(portal, here).gone_on == ()
    export_submission(portal.ctx, portal.officer, reference)
    assert voice.seen(portal, here).gone_on == (TODAY,)
    for _ in range(2):
        own_statement.withdraw(portal.ctx, here)
    seen = voice.seen(portal, here)
    assert (seen.signed, seen.withdrawn, seen.gone_on) == (None, True, (TODAY,))
    assert shown(portal, reference) == ""
    assert len(voice.tasks(portal, "own_withdrawal")) == 1
    assert voice.tasks(portal, "tell_recipients")


def test_it_can_be_taken_back_after_the_review_was_closed(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="One.")
    voice.sign(portal, here)
    close_review(portal.ctx, portal.officer, reference)
    own_statement.withdraw(portal.ctx, here)
    assert shown(portal, reference) == ""


def test_saying_it_instead_is_one_task(portal: Portal, here: Visitor) -> None:
    for _ in range(2):
        own_statement.say_it(portal.ctx, here)
    (task,) = voice.tasks(portal, "take_statement")
    assert "read it back" in task.what
    assert not task.managers_own


def test_a_discretionary_case_asks_the_manager(portal: Portal) -> None:
    reference = voice.with_review(portal)
    with portal.ctx.store.writing() as uow:
        case = uow.session.scalars(select(Case).where(Case.reference == reference)).one()
        case.route = Route.DISCRETIONARY.value
        uow.commit()
    here = voice.inside(portal, reference)
    assert voice.seen(portal, here).offer is OwnOffer.ASK_US
    own_statement.say_it(portal.ctx, here)
    (task,) = voice.tasks(portal, "take_statement")
    assert task.managers_own
