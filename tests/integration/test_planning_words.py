"""What the words of a plan name: code words, officers, languages, and what is missing."""

import pytest

from tests.support.casework import (
    approve,
    dated,
    delivered,
    edited,
    email,
    mobile,
    opted_in,
    planned_again,
    reachable,
    ready,
    task_kinds,
    update_of,
    view,
)
from tests.support.portal import Portal
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language, UpdateState
from victim_portal.services.cases import assign_case
from victim_portal.services.channels import change_plan, end_channel
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.updates import (
    UpdateView,
    approve_update,
    edit_update,
)
from victim_portal.store.models import User

NEAR = {"CRD": "2027-01-20", "SLED": "2034-11-01"}
LATER = {"CRD": "2027-03-02", "SLED": "2034-11-01"}


def edit(portal: Portal, reference: str, stage: Stage, **words: str) -> UpdateView:
    seen = update_of(portal, reference, stage)
    given = edited(seen, **words)
    edit_update(portal.ctx, portal.officer, reference, seen.id, given, seen.version)
    return update_of(portal, reference, stage)


def test_an_officers_words_are_kept_and_marked_to_be_read_again(portal: Portal) -> None:
    reference = ready(portal)
    dated(portal, reference, **NEAR)
    edit(portal, reference, Stage.PRE_RELEASE, notice_sms="Mary, please ring Sam.")
    dated(portal, reference, **LATER)
    update = update_of(portal, reference, Stage.PRE_RELEASE)
    assert update.notice_sms == "Mary, please ring Sam."
    assert "read them again" in update.back_to_draft_why
    approve(portal, reference, Stage.PRE_RELEASE)
    dated(portal, reference, **NEAR)
    update = update_of(portal, reference, Stage.PRE_RELEASE)
    assert update.state is UpdateState.DRAFT
    assert "read them again" in update.back_to_draft_why
    assert "January 2027" in update.back_to_draft_why


def test_each_channel_has_its_own_code_word(portal: Portal) -> None:
    reference = opted_in(portal)
    reachable(portal, reference, mobile(code_word="Bluebell"), email(code_word="Primrose"))
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert "Bluebell" in update.notice_sms
    assert "Primrose" not in update.notice_sms
    assert "Primrose" in update.notice_email
    assert "Bluebell" not in update.notice_email


def test_a_new_code_word_is_in_drafts_and_takes_approvals_back(portal: Portal) -> None:
    reference = opted_in(portal)
    (channel_id,) = reachable(portal, reference, mobile(code_word="Bluebell"))
    approve(portal, reference, Stage.SENTENCE_EXPLAINED)
    (seen,) = view(portal, reference).channels
    given = mobile(code_word="Foxglove")
    change_plan(portal.ctx, portal.officer, reference, channel_id, given, seen.plan_version)
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert update.state is UpdateState.DRAFT
    assert "Foxglove" in update.notice_sms
    assert "code word" in update.back_to_draft_why
    assert delivered(portal) == []


def test_a_change_of_plan_that_no_word_names_leaves_an_approval_alone(portal: Portal) -> None:
    reference = opted_in(portal)
    (channel_id,) = reachable(portal, reference, mobile())
    approve(portal, reference, Stage.SENTENCE_EXPLAINED)
    (seen,) = view(portal, reference).channels
    given = mobile(who_else="Her sister")
    change_plan(portal.ctx, portal.officer, reference, channel_id, given, seen.plan_version)
    assert update_of(portal, reference, Stage.SENTENCE_EXPLAINED).state is UpdateState.APPROVED


def test_another_officer_is_named_and_the_old_one_no_more(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert portal.colleague.user_id is not None
    assign_case(portal.ctx, portal.manager, reference, portal.colleague.user_id)
    for one in view(portal, reference).updates:
        update = update_of(portal, reference, one.stage)
        assert update.state is UpdateState.DRAFT
        for text in (update.notice_sms, update.notice_email, update.content):
            assert "Nia" in text
            assert "Sam" not in text
    assert delivered(portal) == []


def test_a_welsh_reader_gets_welsh_words(portal: Portal) -> None:
    reference = opted_in(portal, language="cy")
    reachable(portal, reference, mobile(language=Language.WELSH))
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert update.language is Language.WELSH
    assert "Helo Mary" in update.notice_sms or "Mary" in update.notice_sms
    for english in ("Please", "Hello", "There is"):
        assert english not in update.notice_sms + update.notice_email + update.content


def test_a_channel_in_welsh_turns_the_words_and_its_end_turns_them_back(portal: Portal) -> None:
    reference = opted_in(portal)
    english = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    (channel_id,) = reachable(portal, reference, mobile(language=Language.WELSH))
    welsh = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert (welsh.language, welsh.content != english.content) == (Language.WELSH, True)
    end_channel(portal.ctx, portal.officer, reference, channel_id)
    assert update_of(portal, reference, Stage.SENTENCE_EXPLAINED).content == english.content


def _officer_without_hours(portal: Portal, reference: str) -> None:
    """What the words need goes missing, and the case is planned again."""
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.officer.user_id)
        assert user is not None
        user.hours = ""
        uow.commit()
    planned_again(portal, reference)


def test_words_that_cannot_be_written_leave_a_task_and_no_approval(portal: Portal) -> None:
    reference = ready(portal)
    approved = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    approve(portal, reference)
    _officer_without_hours(portal, reference)
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert update.state is UpdateState.DRAFT
    assert "new words can't be written" in update.back_to_draft_why
    assert "words_missing" in task_kinds(portal, reference)
    assert delivered(portal) == []
    for version in (approved.version, update.version):
        with pytest.raises((InvalidError, ConflictError)):
            approve_update(portal.ctx, portal.officer, reference, update.id, version)
    before = view(portal, reference)
    planned_again(portal, reference)
    assert view(portal, reference) == before
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.officer.user_id)
        assert user is not None
        user.hours = "Mondays"
        uow.commit()
    planned_again(portal, reference)
    assert "words_missing" not in task_kinds(portal, reference)
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert "Mondays" in update.notice_sms
    approve(portal, reference, Stage.SENTENCE_EXPLAINED)
