"""The official licence conditions policy: importing a version, and which one is in use."""

from victim_portal.services.licence_policy.importing import (
    PolicyImport,
    import_licence_policy,
)
from victim_portal.services.licence_policy.versions import (
    offer_in_use,
    offer_of_version,
    policy_of,
)

__all__ = [
    "PolicyImport",
    "import_licence_policy",
    "offer_in_use",
    "offer_of_version",
    "policy_of",
]
