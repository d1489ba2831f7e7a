"""Subject access: everything that is held about one person, theirs only."""

from victim_portal.services.subject_access.offender import export_offender
from victim_portal.services.subject_access.person import export_person
from victim_portal.services.subject_access.values import Exported, Section

__all__ = ["Exported", "Section", "export_offender", "export_person"]
