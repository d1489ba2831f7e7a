"""The texts that are live: what two people put to use over what came with the portal."""

from victim_portal.domain.templates import LiveTexts, live_texts
from victim_portal.store import templates as store
from victim_portal.store.unit_of_work import Store


class StoredTexts:
    """Reads the newest number, and the versions again only when there is a newer one.

    Every process has one of its own; two threads at once read the same rows twice at most.
    """

    def __init__(self, opened: Store) -> None:
        self._store = opened
        # By its number, so that both are replaced in one step.
        self._known: tuple[int, LiveTexts] = (0, LiveTexts())

    def live(self) -> LiveTexts:
        """Every text that is amended now."""
        with self._store.reading() as uow:
            number = store.newest_number(uow)
            known, texts = self._known
            if number == known:
                return texts
            texts = live_texts(store.versions(uow))
        self._known = (number, texts)
        return texts
