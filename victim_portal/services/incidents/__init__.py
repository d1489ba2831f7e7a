"""Incidents: something reached the wrong person, or may have. Each has a clock of 72 hours."""

from victim_portal.services.incidents.opening import open_incident
from victim_portal.services.incidents.reading import (
    IncidentLine,
    IncidentView,
    incident_view,
    list_incidents,
    where_to_record,
)
from victim_portal.services.incidents.recording import (
    IncidentInput,
    Progress,
    close_incident,
    record_incident,
    record_progress,
)

__all__ = [
    "IncidentInput",
    "IncidentLine",
    "IncidentView",
    "Progress",
    "close_incident",
    "incident_view",
    "list_incidents",
    "open_incident",
    "record_incident",
    "record_progress",
    "where_to_record",
]
