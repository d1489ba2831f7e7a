"""What must be so after a restore: who was forgotten is, and nobody is in who was out."""

from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.keeping import has_key, tables_naming
from tests.support.portal import Portal
from victim_portal.services.errors import NotFoundError
from victim_portal.store.models import Case, Invitation, StaffSession, Tombstone, User


def assert_forgotten(portal: Portal, reference: str, row: Case) -> None:
    """Who was forgotten after the backup is as forgotten as before."""
    with pytest.raises(NotFoundError):
        casework.view(portal, reference)
    assert not has_key(portal, row.person_id)
    assert not has_key(portal, row.offender_id)
    ids: set[UUID] = {row.id, row.person_id, row.offender_id}
    assert tables_naming(portal, ids) <= {"audit_event.case_id", "tombstone.gone_id"}
    with portal.ctx.store.reading() as uow:
        stones = set(uow.session.scalars(select(Tombstone.gone_id)))
        assert {row.person_id, row.offender_id} <= stones


def assert_nobody_is_back(portal: Portal, hers: str) -> None:
    """Sessions are over, who left stays out, and her case waits for somebody."""
    with portal.ctx.store.reading() as uow:
        nia = uow.get(User, portal.colleague.user_id)
        assert nia is not None
        assert not nia.active
        live = uow.session.scalars(select(StaffSession).where(StaffSession.ended_at.is_(None)))
        assert list(live) == []
        [session] = uow.session.scalars(select(StaffSession))
        assert (session.challenge, session.challenge_ends_at) == (None, None)
        [link] = uow.session.scalars(select(Invitation))
        assert link.ended_at is not None
        case = uow.session.scalars(select(Case).where(Case.reference == hers)).one()
        assert (case.officer_id, case.queued_since is not None) == (None, True)
