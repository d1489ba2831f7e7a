"""Restricted cases: open to named people only, and never to nobody."""

from victim_portal.services.restrictions.naming import (
    end_reader,
    name_manager,
    name_reader,
    restricted_asked,
    see_to_named,
)
from victim_portal.services.restrictions.setting import (
    propose_lifting,
    restrict_case,
    restriction_view,
)
from victim_portal.services.restrictions.values import (
    NamedReader,
    RestrictionInput,
    RestrictionView,
)

__all__ = [
    "NamedReader",
    "RestrictionInput",
    "RestrictionView",
    "end_reader",
    "name_manager",
    "name_reader",
    "propose_lifting",
    "restrict_case",
    "restricted_asked",
    "restriction_view",
    "see_to_named",
]
