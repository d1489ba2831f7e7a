"""The Welsh catalogue, compiled in memory from its source."""

import io
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


@cache
def welsh() -> GNUTranslations:
    """The Welsh texts as the portal would load them."""
    source = files("victim_portal") / "translations" / "cy" / "LC_MESSAGES" / "messages.po"
    catalogue = read_po(io.BytesIO(source.read_bytes()), locale="cy")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
