"""What a translator has to translate: the messages in the sources, and the Welsh for them."""

import re
from collections.abc import Iterable
from gettext import NullTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.support.catalogue import welsh
from victim_portal.domain.vocabulary import Language

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "victim_portal"
WELSH_PO = PACKAGE / "translations" / "cy" / "LC_MESSAGES" / "messages.po"

# In Python a literal is always marked: a call of `gettext` there holds a variable.
KEYWORDS: dict[str, dict[str, tuple[int, ...] | None]] = {
    "python": {"N_": None, "_": None},
    "jinja2": {"_": None, "gettext": None, "ngettext": (1, 2)},
}


def read_welsh() -> Catalog:
    """The Welsh catalogue with its comments and headers; an invalid one raises."""
    with WELSH_PO.open("rb") as stream:
        return read_po(stream, locale="cy", abort_invalid=True)


def translator(language: Language) -> NullTranslations:
    """What production gets from the compiled file, without writing one."""
    return NullTranslations() if language is Language.ENGLISH else welsh()


def extracted() -> dict[str, set[str]]:
    """Every English message in the sources, with the files that hold it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)  # type: ignore[no-untyped-call] # Babel leaves it untyped
    found: dict[str, set[str]] = {}
    for kind, keywords in KEYWORDS.items():
        of_kind = [(pattern, method) for pattern, method in methods if method.startswith(kind)]
        for file_name, _line, message, _comments, _context in extract_from_dir(
            ROOT, of_kind, options, keywords=keywords, directory_filter=_is_source
        ):
            one_or_more: Iterable[str] = (message,) if isinstance(message, str) else message
            for one in one_or_more:
                found.setdefault(one, set()).add(file_name)
    return found


def fields_in(text: str) -> list[str]:
    """The placeholders of a text, each as often as it occurs."""
    return sorted(re.findall(r"\{[^{}]*\}", text))


def _is_source(directory: str | Path) -> bool:
    """Only what is installed: no virtual environment, no build."""
    path = Path(directory).resolve()
    return path in (ROOT, PACKAGE) or PACKAGE in path.parents
