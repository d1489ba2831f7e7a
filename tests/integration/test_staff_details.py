"""An officer's number and hours change: what names them is written again, or read again."""

import pytest

from tests.support.allocation import queued
from tests.support.casework import approve, delivered, opted_in, ready, task_kinds, update_of
from tests.support.portal import CLI, Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.staff_details import StaffDetails, change_details
from victim_portal.store import cases as case_store
from victim_portal.store.models import User

SAM = "sam.carter@example.org"
NIA = "nia.evans@example.org"
NEW = StaffDetails(telephone="020 7946 0999", hours="Mondays, 10am to noon")
FIRST = Stage.SENTENCE_EXPLAINED


def _change(portal: Portal, given: StaffDetails = NEW, email: str = SAM) -> bool:
    return change_details(portal.ctx, CLI, email, given)


def test_a_draft_names_the_new_number_and_hours(portal: Portal) -> None:
    reference = ready(portal)
    assert "020 7946 0123" in update_of(portal, reference, FIRST).notice_email
    assert _change(portal)
    words = update_of(portal, reference, FIRST).notice_email
    assert "020 7946 0999" in words
    assert "Mondays, 10am to noon" in words
    assert "020 7946 0123" not in words


def test_an_approval_with_the_old_number_is_taken_back(portal: Portal) -> None:
    reference = ready(portal)
    assert approve(portal, reference) > 0
    _change(portal)
    update = update_of(portal, reference, FIRST)
    assert update.state is UpdateState.DRAFT
    assert "Changed since it was approved" in update.back_to_draft_why
    assert "read_again" in task_kinds(portal, reference)
    assert delivered(portal) == []


@pytest.mark.parametrize(
    ("email", "given"),
    [
        (NIA, NEW),
        (SAM, StaffDetails(speaks_welsh=True)),
        (SAM, StaffDetails(telephone="+44 20 7946 0123")),
    ],
    ids=["a colleague", "a language", "the same number written otherwise"],
)
def test_what_no_word_names_leaves_an_approval_alone(
    portal: Portal, email: str, given: StaffDetails
) -> None:
    reference = ready(portal)
    approve(portal, reference)
    assert _change(portal, given, email)
    assert update_of(portal, reference, FIRST).state is UpdateState.APPROVED


def test_what_could_not_be_written_is_written_once_the_number_is_there(portal: Portal) -> None:
    with portal.ctx.store.writing() as uow:
        sam = uow.get(User, portal.user(SAM))
        assert sam is not None
        sam.telephone = sam.hours = ""
        uow.commit()
    reference = opted_in(portal)
    assert "words_missing" in task_kinds(portal, reference)
    _change(portal)
    assert "words_missing" not in task_kinds(portal, reference)
    assert "020 7946 0999" in update_of(portal, reference, FIRST).notice_email


def test_a_manager_is_named_on_what_waits_in_their_queue(portal: Portal) -> None:
    reference = queued(portal)
    with portal.ctx.store.reading() as uow:
        case = case_store.by_reference(uow, reference)
        assert case is not None
        manager, officer = portal.user("moira.hughes@example.org"), portal.user(SAM)
        elsewhere = portal.user("otto.lang@example.org")
        assert [one.id for one in case_store.open_naming(uow, manager)] == [case.id]
        assert case_store.open_naming(uow, officer) == []
        assert case_store.open_naming(uow, elsewhere) == []


def test_only_who_may_add_accounts_changes_them(portal: Portal) -> None:
    def by(actor: Actor) -> None:
        with pytest.raises(NotAllowedError):
            change_details(portal.ctx, actor, SAM, NEW)

    by(portal.officer)
    by(portal.manager)
    by(portal.stranger)
    with portal.ctx.store.reading() as uow:
        sam = uow.get(User, portal.user(SAM))
        assert sam is not None
        assert sam.telephone == "020 7946 0123"


def test_nothing_and_nobody_are_refused(portal: Portal) -> None:
    with pytest.raises(InvalidError) as refused:
        _change(portal, StaffDetails())
    assert set(refused.value.problems) == {""}
    with pytest.raises(NotFoundError):
        _change(portal, NEW, "nobody@example.org")
