"""The versions of the texts, which of them are live, and the words that a reader gets by them.

A version stands on the English words that came with the portal when it was written. It is live
as long as they come with it: where a release brings other words, the version is "based on an
older text", is shown as that, and goes to nobody until somebody proposes it again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from victim_portal.domain.templates.rules import NewWording
from victim_portal.domain.templates.texts import BY_NAME, TEXTS, TemplateText, key_of
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.values import Translator

AS_SHIPPED = 0
"""The version of a text that nobody amended: the words that came with the portal."""

Recorded = Mapping[str, int]
"""Of which texts something was written, and in which version of each: by their keys."""


@dataclass(frozen=True)
class TextVersion:
    """One version of a text; `number` counts all versions, `version` those of the text."""

    number: int
    name: str
    version: int
    source: str
    wording: NewWording

    @property
    def is_based_on_older(self) -> bool:
        """Whether the words that it stands on no longer come with the portal."""
        return self.source not in TEXTS


@dataclass(frozen=True)
class LiveTexts:
    """What is amended now, by the English source; `number` is that of the newest version."""

    number: int = 0
    amended: Mapping[str, TextVersion] = field(default_factory=lambda: MappingProxyType({}))

    def version_of(self, source: str) -> int:
        """Which version of a text is live."""
        known = self.amended.get(source)
        return known.version if known else AS_SHIPPED

    def recorded(self, texts: Iterable[TemplateText]) -> Recorded:
        """Some texts with the version of each that is live, as what is written keeps them."""
        return {one.key: self.version_of(one.source) for one in texts}

    def speaker(self, language: Language, shipped: Translator) -> "Speaker":
        """The words of a language: what is live, and else what came with the portal."""
        return Speaker(self, language, shipped)

    def trying(self, text: TemplateText, wording: NewWording) -> "LiveTexts":
        """The same with one wording more, as it would be once it is live."""
        tried = TextVersion(
            self.number + 1, text.name, self.version_of(text.source) + 1, text.source, wording
        )
        return LiveTexts(tried.number, MappingProxyType({**self.amended, text.source: tried}))

    def stands(self, recorded: Recorded) -> bool:
        """Whether something that was written from these versions would be written so today.

        What recorded none was written before there were any, so it stands while nothing is
        amended. A text that no longer comes with the portal stands for nothing.
        """
        if not recorded:
            return not self.amended
        return all(self._by_key.get(key) == version for key, version in recorded.items())

    @cached_property
    def _by_key(self) -> Recorded:
        """The version of every text of the list that is live."""
        return self.recorded(TEXTS.values())


class Speaker:
    """A catalogue of one language with what is live; it keeps which texts were asked for."""

    def __init__(self, live: LiveTexts, language: Language, shipped: Translator) -> None:
        self._live = live
        self._language = language
        self._shipped = shipped
        self._heard: dict[str, int] = {}

    @property
    def heard(self) -> Recorded:
        """The texts of the list that were asked for, with their versions."""
        return dict(sorted(self._heard.items()))

    def gettext(self, message: str, /) -> str:
        """The live words of a text, or those of the catalogue."""
        known = self._live.amended.get(message)
        if message in TEXTS:
            self._heard[key_of(message)] = known.version if known else AS_SHIPPED
        if known is None:
            return self._shipped.gettext(message)
        return known.wording.in_language(self._language)

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        """The form that fits `n`; no text of the list has any."""
        return self._shipped.ngettext(singular, plural, n)


def live_texts(versions: Iterable[TextVersion]) -> LiveTexts:
    """The newest version of each text whose words still come with the portal."""
    number, amended = 0, {}
    for one in sorted(versions, key=lambda each: each.number):
        number = one.number
        if not one.is_based_on_older:
            amended[one.source] = one
    return LiveTexts(number, MappingProxyType(amended))


def all_reviewed(recorded: Recorded) -> bool:
    """Whether a named person reviewed the Welsh of each of these texts: as of an amended one."""
    return bool(recorded) and AS_SHIPPED not in recorded.values()


def belongs_to(version: TextVersion) -> str | None:
    """The name of the text to whose history a version belongs today.

    The text with its English words, wherever it stands by now; else the one that stands in its
    place. None where the portal has neither any more.
    """
    if not version.is_based_on_older:
        return TEXTS[version.source].name
    return version.name if version.name in BY_NAME else None


def history(text: TemplateText, versions: Iterable[TextVersion]) -> tuple[TextVersion, ...]:
    """Every version that belongs to a text, the newest first."""
    own = (one for one in versions if belongs_to(one) == text.name)
    return tuple(sorted(own, key=lambda one: -one.number))


def next_version(text: TemplateText, versions: Iterable[TextVersion]) -> int:
    """The version that the next wording of a text gets."""
    return max((one.version for one in history(text, versions)), default=AS_SHIPPED) + 1
