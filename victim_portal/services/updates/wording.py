"""From which amended texts an update was drafted, as its page shows it."""

from dataclasses import dataclass

from victim_portal.domain.templates import AS_SHIPPED, BY_KEY, text_title
from victim_portal.services.context import Context
from victim_portal.store.models import Update


@dataclass(frozen=True)
class TextUsed:
    """An amended text in an update's words; without a `name` the portal no longer has it.

    `live` is whether that version is still in use.
    """

    name: str
    title: str
    version: int
    live: bool


def texts_used(ctx: Context, update: Update) -> tuple[TextUsed, ...]:
    """The texts of an update that aren't as they came with the portal, or aren't any more."""
    found = []
    for key, version in update.text_versions.items():
        text = BY_KEY.get(key)
        if text is None:
            found.append(TextUsed("", "A text that the portal no longer has", version, False))
            continue
        now = ctx.live_texts.version_of(text.source)
        if version != AS_SHIPPED or now != version:
            found.append(TextUsed(text.name, text_title(text), version, now == version))
    return tuple(sorted(found, key=lambda one: (one.title, one.version)))
