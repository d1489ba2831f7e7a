"""What a text that came in asks for, as far as a rule may tell: only whether it says stop.

The words are those at which carriers stop texts by themselves, and the Welsh for them.
Everything else is for a person to read.
"""

import re
import unicodedata

# At the start of a text these can hardly mean anything else.
_STOPS = frozenset(
    {"stop", "stopall", "stopio", "stopiwch", "stopia", "unsubscribe", "optout", "dadtanysgrifio"}
)
# These are everyday words too, so they count only when they are the whole text.
_STOPS_ALONE = frozenset({"cancel", "end", "quit", "revoke", "canslo", "diwedd"})


def is_stop(body: str) -> bool:
    """Whether a text asks that no more come.

    A text that merely begins with the word counts: a channel stopped by mistake costs a
    call, one that goes on after a stop may cost a person's safety.
    """
    plain = unicodedata.normalize("NFKC", body).casefold()
    # S.T.O.P is one word to whoever typed it.
    plain = re.sub(r"(?<=\b[^\W\d_])[.\s-](?=[^\W\d_]\b)", "", plain)
    words = re.findall(r"[^\W\d_]+", plain)
    if not words:
        return False
    return (
        words[0] in _STOPS
        or words[:2] == ["opt", "out"]
        or (len(words) == 1 and words[0] in _STOPS_ALONE)
    )
