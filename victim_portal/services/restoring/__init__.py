"""Restoring a backup so that nothing forgotten comes back and nothing sent goes again."""

from victim_portal.services.restoring.checking import Checked, RefusedError, check_backup
from victim_portal.services.restoring.running import Restored, restore

__all__ = ["Checked", "RefusedError", "Restored", "check_backup", "restore"]
