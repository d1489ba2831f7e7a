"""Official key dates: typed or imported, stored as given, never computed."""

from victim_portal.services.key_dates.importing import KeyDatesReport, import_key_dates
from victim_portal.services.key_dates.typed import (
    OFFERED,
    KeyDatesForm,
    key_dates_for_form,
    type_key_dates,
)
from victim_portal.services.key_dates.versions import KeyDatesView, key_dates_view

__all__ = [
    "OFFERED",
    "KeyDatesForm",
    "KeyDatesReport",
    "KeyDatesView",
    "import_key_dates",
    "key_dates_for_form",
    "key_dates_view",
    "type_key_dates",
]
