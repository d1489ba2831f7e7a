"""The trail: every view of personal data and every change, in the same transaction.

An event says who, what, which case, when and from where, with exact keys and scalars
only: ids, codes, counts, versions and digests, never a name, an address or a victim's
words. Each row carries a keyed code over its content; `store.audit` keeps the rows, and
triggers in the database keep them from being changed.
"""

from victim_portal.services.audit.details import DETAILS
from victim_portal.services.audit.recording import Scalar, canonical, record, update_viewed
from victim_portal.services.audit.what import VIEWS, What

__all__ = ["DETAILS", "VIEWS", "Scalar", "What", "canonical", "record", "update_viewed"]
