"""A statement of her own: offered truthfully, signed as read, replaced, taken back."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.support import door as opened
from tests.support import voice
from tests.support.portal import Portal
from tests.support.representations import a_statement, state
from tests.support.voice import RELEASE, SINCE, THEN, draft, part, save
from victim_portal.domain.own_statement import OwnOffer
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.vocabulary import Language, Route
from victim_portal.services import own_statement
from victim_portal.services.door import Visitor
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.representations import record_statement, representations_view
from victim_portal.services.reviews import close_review
from victim_portal.services.submissions import export_submission
from victim_portal.store.models import Case

TODAY = date(2026, 11, 18)
HOSTILE = "<script>alert(1)</script> {0} %s & \N{GRINNING FACE}"


@pytest.fixture
def reference(portal: Portal) -> str:
    return voice.with_review(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> Visitor:
    return voice.inside(portal, reference)


def shown(portal: Portal, reference: str) -> str:
    """What the officer sees of the statement that stands."""
    view = representations_view(portal.ctx, portal.officer, reference)
    return plain_text(view.statement.body) if view.statement else ""


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


def test_it_is_taken_back_and_what_cant_be_unread_is_said(
    portal: Portal, here: Visitor, reference: str
) -> None:
    voice.write(portal, here, then="One.")
    voice.sign(portal, here)
    assert voice.seen(portal, here).gone_on == ()
    export_submission(portal.ctx, portal.officer, reference)
    assert voice.seen(portal, here).gone_on == (TODAY,)
    portal.clock.move(days=1)
    here = voice.inside(portal, reference)
    voice.write(portal, here, then="Two.")
    voice.sign(portal, here)
    seen = voice.seen(portal, here)
    assert (seen.gone_on, seen.older_gone_on) == ((), (TODAY,))
    for _ in range(2):
        own_statement.withdraw(portal.ctx, here)
    seen = voice.seen(portal, here)
    assert (seen.signed, seen.withdrawn, seen.older_gone_on) == (None, True, (TODAY,))
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
