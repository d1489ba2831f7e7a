"""Accounts: what they must be, and the units that come with them."""

import pytest

from tests.support.portal import CLI, PASSWORD, Portal
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.services.errors import InvalidError, NotAllowedError

EMAIL = "sam.carter@example.org"


def _new(**changes: object) -> NewUser:
    values: dict[str, object] = {
        "email": "ana@example.org",
        "first_name": "Ana",
        "last_name": "Cole",
        "role": Role.OFFICER,
        "unit_name": "Wessex",
        "password": PASSWORD,
        **changes,
    }
    return NewUser(**values)  # type: ignore[arg-type]  # the values of a test


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "passwordpassword"}, "password"),
        ({"password": "ana cole example"}, "password"),
        ({"role": Role.ADMINISTRATOR, "password": "fourteen chars"}, "password"),
        ({"email": "not an address"}, "email"),
        ({"email": EMAIL.upper()}, "email"),
        ({"first_name": " "}, "first_name"),
        ({"unit_name": ""}, "unit"),
    ],
)
def test_account_that_cannot_be(portal: Portal, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        accounts.add_user(portal.ctx, CLI, _new(**changes))
    assert field in refused.value.problems


def test_first_manager_makes_a_unit_active(portal: Portal) -> None:
    from victim_portal.store.staff import unit_named

    accounts.add_user(portal.ctx, CLI, _new())
    with portal.ctx.store.reading() as uow:
        unit = unit_named(uow, "wessex")
        assert unit is not None
        assert not unit.active
    accounts.add_user(portal.ctx, CLI, _new(email="bo@example.org", role=Role.MANAGER))
    with portal.ctx.store.reading() as uow:
        unit = unit_named(uow, "wessex")
        assert unit is not None
        assert unit.active


def test_officers_make_no_accounts(portal: Portal) -> None:
    with pytest.raises(NotAllowedError):
        accounts.add_user(portal.ctx, portal.officer, _new())
