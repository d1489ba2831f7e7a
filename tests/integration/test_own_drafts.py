"""A draft that nobody else reads: two pages never overwrite each other, late words come back."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from tests.support import casework, voice
from tests.support import door as opened
from tests.support.portal import Portal
from tests.support.voice import THEN, draft, part, save
from victim_portal.domain.own_statement import LONGEST_PART, Saved
from victim_portal.domain.vocabulary import Enrolment, Language
from victim_portal.services import door, own_statement
from victim_portal.services.door import Visitor
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.representations import representations_view
from victim_portal.store.models import DraftPart

TODAY = date(2026, 11, 18)
HOSTILE = "<script>alert(1)</script> {0} %s & \N{GRINNING FACE}"


@pytest.fixture
def reference(portal: Portal) -> str:
    return voice.with_review(portal)


@pytest.fixture
def here(portal: Portal, reference: str) -> Visitor:
    return voice.inside(portal, reference)


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
        portal.ctx,
        here,
        THEN,
        choice,
        part(portal, here).version,
        frozenset({"b" * 24}),
        draft_id=draft(portal, here).id,
    )
    assert part(portal, here).words == kept
    assert part(portal, here).others == ()


def test_a_choice_takes_nothing_that_she_wasnt_shown(portal: Portal, here: Visitor) -> None:
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    save(portal, here, "One.", 0)
    save(portal, here, "Two.", 0, "b" * 24)
    base = part(portal, here).version
    save(portal, here, "Three.", 0, "c" * 24)
    choose = partial(own_statement.choose_text, draft_id=draft(portal, here).id)
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
        save(portal, here, "Two.", 1, by_itself=True)


def test_a_page_that_outlived_its_draft_loses_nothing(portal: Portal, here: Visitor) -> None:
    voice.write(portal, here, then="One.")
    voice.sign(portal, here)
    assert save(portal, here, "One, and more.", 1) is Saved.BESIDE
    assert part(portal, here).words == "One."
    assert [one.words for one in part(portal, here).others] == ["One, and more."]
    own_statement.throw_away(portal.ctx, here)
    own_statement.withdraw(portal.ctx, here)
    assert save(portal, here, "Typed before.", 7) is Saved.KEPT
    assert part(portal, here).words == "Typed before."


def test_another_ones_draft_is_not_there(portal: Portal, here: Visitor) -> None:
    other = voice.with_review(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    there = voice.inside(portal, other)
    voice.write(portal, there, then="Bea was there.")
    assert voice.seen(portal, here).draft is None
    save(portal, here, "Mine.", 0)
    assert part(portal, there).words == "Bea was there."
    mixed = replace(here, case_id=there.case_id)
    for act in (own_statement.own_statement, own_statement.throw_away, own_statement.withdraw):
        with pytest.raises(NotFoundError):
            act(portal.ctx, mixed)


def late(portal: Portal, token: str, words: str = "And the last.") -> bool:
    return own_statement.save_late(portal.ctx, token, THEN, words, "b" * 24, draft_id=None)


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


def test_nothing_is_kept_of_a_visit_that_was_ended_or_is_old(
    portal: Portal, reference: str
) -> None:
    token = writing(portal, reference)
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
