"""The policy in force: the package's file with what two people amended of it."""

from victim_portal.domain.policy import Policy, PolicyDocument, amended, parse_policy, read_policy
from victim_portal.store import policy as store
from victim_portal.store.unit_of_work import Store


class StoredPolicies:
    """Reads the newest number, and the amendments again only when there is a newer one.

    Every process has one of its own; two threads at once read the same rows twice at most.
    """

    def __init__(self, opened: Store, text: str) -> None:
        """`text` is the package's policy; PolicyError when it can't be used."""
        self._store = opened
        self._shipped = parse_policy(text)
        # By its number, so that both are replaced in one step.
        self._known: tuple[int, Policy] = (0, read_policy(self._shipped))

    @property
    def shipped(self) -> PolicyDocument:
        """The rows of the package's file."""
        return self._shipped

    def in_force(self) -> Policy:
        """The file with every amendment agreed until now; PolicyError where they don't fit."""
        with self._store.reading() as uow:
            number = store.newest_number(uow)
            known, policy = self._known
            if number == known:
                return policy
            if number == 0:
                policy = read_policy(self._shipped)
            else:
                policy = amended(self._shipped, store.amendments(uow))
        self._known = (number, policy)
        return policy
