"""An auditor in a test's portal."""

from dataclasses import replace

from tests.support.portal import CLI, PASSWORD, PROVED, Portal
from victim_portal.domain.access import Actor, staff
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser

AUDITOR = "iris.wells@example.org"


def auditor(portal: Portal) -> Actor:
    """Iris Wells, with the password of everybody else."""
    new = NewUser(AUDITOR, "Iris", "Wells", Role.AUDITOR, "", PASSWORD)
    user_id = accounts.add_user(portal.ctx, CLI, new)
    return replace(staff(user_id, Role.AUDITOR, None, "Iris Wells"), proved_at=PROVED)
