"""The official licence conditions policy: importing a version, reading them, the one in use."""

from victim_portal.services.licence_policy.importing import (
    PolicyImport,
    import_licence_policy,
)
from victim_portal.services.licence_policy.reading import (
    ChangesView,
    VersionsView,
    VersionView,
    policy_versions,
    unreadable_versions,
    version_changes,
    version_view,
)
from victim_portal.services.licence_policy.versions import (
    offer_in_use,
    offer_of_version,
    policy_of,
)

__all__ = [
    "ChangesView",
    "PolicyImport",
    "VersionView",
    "VersionsView",
    "import_licence_policy",
    "offer_in_use",
    "offer_of_version",
    "policy_of",
    "policy_versions",
    "unreadable_versions",
    "version_changes",
    "version_view",
]
