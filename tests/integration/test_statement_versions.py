"""Versions of a statement: sealed, seen by whom, and at most two of a family without a word."""

import pytest
from sqlalchemy import update

from tests.support import casework
from tests.support import door as opened
from tests.support.portal import Portal
from tests.support.representations import a_statement, state
from tests.support.reviews import asked, heard, joined, listed, tasks
from tests.support.voice import inside, prefer, seen, with_review, write
from tests.support.walls import person
from victim_portal.domain.parole import AskKind
from victim_portal.domain.representations import ReadingPreference
from victim_portal.domain.vocabulary import ContactMethod, Role
from victim_portal.services import door, own_statement
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations import (
    StatementView,
    record_family_note,
    record_statement,
    withdraw_statement,
)
from victim_portal.services.submissions import (
    export_submission,
    list_released,
    release_submission,
    released_file,
)
from victim_portal.store.models import Statement

FAMILY = {
    "relationship": "bereaved_relative",
    "offence_category": "murder",
    "sentence_type": "LIFE",
}
NAMES = ("Ann", "Ben", "Cat", "Dee")


def relatives(portal: Portal, count: int = 3) -> list[str]:
    """Cases of one bereaved family, with a review under way."""
    found = [
        joined(portal, referral_reference=f"F-{name}", victim_first_name=name, **FAMILY)
        for name in NAMES[:count]
    ]
    listed(portal, found[0])
    return found


def current(portal: Portal, reference: str) -> StatementView:
    found = heard(portal, reference).statement
    assert found is not None
    return found


def test_a_third_statement_of_a_family_needs_a_word_on_why(portal: Portal) -> None:
    first, second, third = relatives(portal)
    state(portal, first)
    state(portal, second)
    with pytest.raises(InvalidError) as refused:
        state(portal, third)
    assert set(refused.value.problems) == {"family_note"}
    # Not before it is signed, and with a note at once.
    assert state(portal, third, signed_on=None) == 1
    assert state(portal, third, family_note="She alone was there.") == 2
    assert current(portal, third).family_note == "She alone was there."
    assert not current(portal, third).family_note_missing
    # Nobody who was there first is asked.
    assert not current(portal, first).family_note_missing
    assert state(portal, first, "I was afraid, and still am.") == 2


def test_one_that_was_withdrawn_makes_room(portal: Portal) -> None:
    first, second, third = relatives(portal)
    state(portal, first)
    state(portal, second)
    withdraw_statement(portal.ctx, portal.officer, second)
    assert state(portal, third) == 1


def test_others_of_the_same_offender_count_for_nothing(portal: Portal) -> None:
    first, second, third = relatives(portal)
    state(portal, first)
    state(portal, second)
    victim = joined(
        portal,
        referral_reference="V",
        victim_first_name="Vic",
        offence_category="murder",
        sentence_type="LIFE",
    )
    assert state(portal, victim) == 1
    assert third


def test_who_signs_on_their_own_pages_is_never_turned_away(portal: Portal) -> None:
    first, second, third = relatives(portal)
    casework.reachable(portal, third)
    door.agree_passphrase(portal.ctx, portal.officer, third, opened.WORDS)
    state(portal, first)
    state(portal, second)
    here = inside(portal, third)
    write(portal, here, then="I was afraid.")
    prefer(portal, here)
    draft = seen(portal, here).draft
    assert draft is not None
    assert own_statement.sign(portal.ctx, here, draft.digest) == 1
    [task] = tasks(portal, "family_note")
    assert task.due_on == portal.ctx.today()
    assert current(portal, third).family_note_missing
    with pytest.raises(InvalidError):
        record_family_note(portal.ctx, portal.officer, third, " ")
    record_family_note(portal.ctx, portal.officer, third, "She alone was there.")
    assert not current(portal, third).family_note_missing
    assert tasks(portal, "family_note") == []


def test_who_has_opened_which_version_is_shown(portal: Portal) -> None:
    reference = joined(portal)
    listed(portal, reference)
    pat, max_ = (
        person(portal, Role.PAROLE_CASE_MANAGER),
        person(portal, Role.PAROLE_CASE_MANAGER, first_name="Max"),
    )
    state(portal, reference, "First.")
    made = export_submission(portal.ctx, portal.officer, reference, for_whom="The Board")
    for one in (pat, max_):
        assert one.user_id is not None
        release_submission(portal.ctx, portal.officer, reference, made.submission_id, one.user_id)
    assert current(portal, reference).seen_by[0].opened == ()
    [released] = list_released(portal.ctx, pat)
    portal.clock.move(hours=1)
    released_file(portal.ctx, pat, released.release_id, released.files[0].document_id)
    opened_at = portal.ctx.now()
    portal.clock.move(hours=1)
    state(portal, reference, "Second.")
    found = heard(portal, reference)
    assert found.statement is not None
    assert found.statement.seen_by == ()
    [by] = found.older[0].seen_by
    assert by.for_whom == "The Board"
    assert by.opened == ((by.opened[0][0], opened_at),)
    assert by.opened[0][0].startswith("Ada")
    assert [name.split()[0] for name in by.not_opened] == ["Max"]
    withdraw_statement(portal.ctx, portal.officer, reference)
    assert heard(portal, reference).older[1].seen_by == (by,)


def test_words_that_are_not_those_that_were_signed_are_found(portal: Portal) -> None:
    reference = joined(portal)
    record_statement(
        portal.ctx, portal.officer, reference, a_statement("One.", support="A friend.")
    )
    assert current(portal, reference).intact
    assert current(portal, reference).support == "A friend."
    with portal.ctx.store.writing() as uow:
        uow.session.execute(update(Statement).values(words_digest="0" * 64))
        uow.commit()
    assert not current(portal, reference).intact


def test_what_she_wants_for_the_day_goes_with_what_she_signs(portal: Portal) -> None:
    reference = with_review(portal)
    here = inside(portal, reference)
    write(portal, here, then="I was afraid.")
    long = "x" * 2_001
    with pytest.raises(InvalidError) as refused:
        own_statement.choose_preference(portal.ctx, here, ReadingPreference.IN_PERSON, support=long)
    assert set(refused.value.problems) == {"support"}
    own_statement.choose_preference(
        portal.ctx, here, ReadingPreference.IN_PERSON, observing=True, support=" My sister. "
    )
    draft = seen(portal, here).draft
    assert draft is not None
    own_statement.sign(portal.ctx, here, draft.digest)
    found = current(portal, reference)
    assert (found.observing, found.support) == (True, "My sister.")
    assert asked(portal, reference, AskKind.OBSERVE).how is ContactMethod.VICTIM_PAGES
    # It stands in the draft that replaces it, until she says something else.
    write(portal, here)
    draft = seen(portal, here).draft
    assert draft is not None
    assert (draft.preference, draft.observing, draft.support) == (None, True, "My sister.")
