"""Sealing the audit trail, bringing its seals out of the database, and checking it whole."""

from victim_portal.services.seals.checking import check_trail
from victim_portal.services.seals.making import Sealer

__all__ = ["Sealer", "check_trail"]
