"""Coming of age on a case: how it stands, and the recorded lack of capacity."""

from victim_portal.services.coming_of_age.capacity import (
    LONGEST,
    CapacityInput,
    end_capacity,
    record_capacity,
)
from victim_portal.services.coming_of_age.reading import (
    CapacityView,
    ComingOfAgeView,
    coming_of_age_of,
    coming_of_age_view,
)

__all__ = [
    "LONGEST",
    "CapacityInput",
    "CapacityView",
    "ComingOfAgeView",
    "coming_of_age_of",
    "coming_of_age_view",
    "end_capacity",
    "record_capacity",
]
