"""Who answers for a catalogue: Welsh that nobody has read isn't sent in production."""

import re

_FIELD = re.compile(r'^"X-Reviewer:(?P<name>[^\\"]*)\\n"$', re.MULTILINE)


def reviewer_in(catalogue: str) -> str:
    """The name in the header field `X-Reviewer` of a catalogue's source, or an empty text.

    `catalogue` is the text of a `messages.po`. The compiled file can't be asked: compiling
    keeps only the fields that gettext knows.
    """
    header = catalogue.partition("\n\n")[0]
    match = _FIELD.search(header)
    return match["name"].strip() if match else ""
