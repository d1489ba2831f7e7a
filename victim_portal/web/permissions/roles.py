"""Who shares a page: sets of roles by what they do."""

from victim_portal.domain.vocabulary import Role

ANYBODY: frozenset[Role] = frozenset()
CASEWORK = frozenset({Role.OFFICER, Role.MANAGER})
MANAGERS = frozenset({Role.MANAGER})
SECONDS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
STAFF = frozenset(Role)
AUDITORS = frozenset({Role.AUDITOR})
WATCHERS = frozenset({Role.AUDITOR, Role.MANAGER})
FORGETTING = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
HELPERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
OVERSEERS = SECONDS | AUDITORS
READERS = OVERSEERS | {Role.OFFICER}
