"""A case in order of time: what happened, who was told what and how, what is to come."""

from victim_portal.services.timeline.reading import timeline_view
from victim_portal.services.timeline.values import (
    Carried,
    DateHistory,
    Entry,
    TimelineView,
)

__all__ = ["Carried", "DateHistory", "Entry", "TimelineView", "timeline_view"]
