"""A release ends with what it rested on: the case's openness, the reader's role, their distance."""

import pytest
from sqlalchemy import event

from tests.integration.test_releases import made as made
from tests.integration.test_releases import reader as reader
from tests.integration.test_releases import reference as reference
from tests.integration.test_releases import release
from tests.support import casework
from tests.support.portal import CLI, OTHER_UNIT, Portal
from tests.support.representations import REFERRAL, ask, new_case, state
from tests.support.walls import restricted, trail
from tests.support.web import MANAGER, app_for, signed_in
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts, offenders, submissions
from victim_portal.services.accounts import Place
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.offenders import ConflictInput
from victim_portal.services.referrals import receive_typed
from victim_portal.services.submissions import Exported
from victim_portal.store.models import User


def released(portal: Portal, reader: Actor) -> int:
    return len(submissions.list_released(portal.ctx, reader))


def test_a_restriction_ends_what_was_released_before(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    release(portal, reference, made, reader)
    [before] = submissions.list_released(portal.ctx, reader)
    restricted(portal, reference)
    assert released(portal, reader) == 0
    with pytest.raises(NotFoundError):
        submissions.released_file(portal.ctx, reader, before.release_id, made.files[0].document_id)
    [ended] = trail(portal, "release_ended")
    assert ended.actor_id == portal.manager.user_id
    # Who is named may open it again, knowing that it is restricted now.
    release(portal, reference, made, reader)
    assert released(portal, reader) == 1


def test_another_role_or_a_shut_account_ends_them_for_good(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    assert reader.user_id is not None
    back = Place(Role.PAROLE_CASE_MANAGER, "")
    release(portal, reference, made, reader)
    accounts.change_role(portal.ctx, CLI, reader.user_id, Place(Role.AUDITOR, ""))
    accounts.change_role(portal.ctx, CLI, reader.user_id, back)
    assert released(portal, reader) == 0
    release(portal, reference, made, reader)
    accounts.disable(portal.ctx, CLI, reader.user_id)
    accounts.enable(portal.ctx, CLI, reader.user_id)
    assert released(portal, reader) == 0
    assert len(trail(portal, "release_ended")) == 2


def test_a_manager_declares_a_conflict_of_a_parole_case_manager(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    offender_id = casework.view(portal, reference).offender_id
    given = ConflictInput(reader.user_id, "His cousin.")
    with pytest.raises(InvalidError):
        offenders.declare_conflict(portal.ctx, portal.officer, offender_id, given)
    release(portal, reference, made, reader)
    app = app_for(portal)
    page = signed_in(app, MANAGER).get(f"/offenders/{offender_id}/conflict")
    assert "Ada Ross, parole case manager" in page.text
    declared = offenders.declare_conflict(portal.ctx, portal.manager, offender_id, given)
    assert (declared.own, declared.queued) == (False, 0)
    assert released(portal, reader) == 0
    with pytest.raises(InvalidError):
        release(portal, reference, made, reader)
    # Ended, it gives nothing back by itself.
    [conflict] = offenders.offender_view(portal.ctx, portal.manager, offender_id).conflicts
    offenders.end_conflict(portal.ctx, portal.manager, offender_id, conflict.id)
    assert released(portal, reader) == 0
    release(portal, reference, made, reader)
    assert released(portal, reader) == 1


def test_another_units_manager_learns_nothing_of_it(
    portal: Portal, reference: str, reader: Actor
) -> None:
    offender_id = casework.view(portal, reference).offender_id
    other = {**REFERRAL, "referral_reference": "R-2", "victim_first_name": "Ines"}
    receive_typed(portal.ctx, portal.stranger, {**other, "unit": OTHER_UNIT})
    given = ConflictInput(reader.user_id, "His cousin.")
    offenders.declare_conflict(portal.ctx, portal.manager, offender_id, given)
    [mine] = offenders.offender_view(portal.ctx, portal.manager, offender_id).conflicts
    assert offenders.offender_view(portal.ctx, portal.stranger, offender_id).conflicts == ()
    with pytest.raises(NotFoundError):
        offenders.end_conflict(portal.ctx, portal.stranger, offender_id, mine.id)
    assert offenders.declare_conflict(portal.ctx, portal.stranger, offender_id, given).queued == 0
    assert len(trail(portal, "conflict_declared")) == 1


def test_no_conflict_of_somebody_who_left(portal: Portal, reference: str, reader: Actor) -> None:
    offender_id = casework.view(portal, reference).offender_id
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, reader.user_id)
        assert user is not None
        user.active = False
        uow.commit()
    given = ConflictInput(reader.user_id, "His cousin.")
    with pytest.raises(InvalidError):
        offenders.declare_conflict(portal.ctx, portal.manager, offender_id, given)


def test_the_list_asks_as_much_for_many_as_for_one(
    portal: Portal, reference: str, made: Exported, reader: Actor
) -> None:
    def asked() -> int:
        seen = []
        event.listen(portal.engine, "before_cursor_execute", lambda *_: seen.append(1))
        released(portal, reader)
        return len(seen)

    release(portal, reference, made, reader)
    one = asked()
    for number in range(2, 5):
        other = new_case(portal, referral_reference=f"WCU-{number}", victim_first_name="Ines")
        ask(portal, other)
        state(portal, other)
        more = submissions.export_submission(portal.ctx, portal.officer, other)
        release(portal, other, more, reader)
    assert asked() <= one + 3
    assert released(portal, reader) == 4
