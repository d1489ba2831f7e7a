"""What became of a letter with news: posted, come back, taken back, overtaken before it went."""

from itertools import combinations

import pytest

from tests.support.letters import letter_row
from tests.support.news_letters import BOTH, POST, TODAY, WORDS, make, planned_case, post, update_of
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import Told, told
from victim_portal.domain.first_contact import attempt_days
from victim_portal.domain.vocabulary import (
    Enrolment,
    MessageState,
    UpdateState,
)
from victim_portal.services.contacts.tried import tried_on
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.letters import (
    discard_letter,
    letter_file,
    letter_view,
    return_letter,
)
from victim_portal.services.letters.news_rules import (
    CHANGED,
    NOT_APPROVED,
    OTHER_VERSION,
)
from victim_portal.services.undoing import undo_contact
from victim_portal.services.updates import EditedWords, edit_update
from victim_portal.store.models import Case, ContactLog, Update


@pytest.fixture
def case(portal: Portal) -> Told:
    return told(portal, kinds=POST).approve()


@pytest.fixture
def planned(portal: Portal) -> Told:
    return planned_case(portal)


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
