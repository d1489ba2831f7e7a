"""Fit to read over a shoulder: words, gaps and links that a notice may not carry."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from victim_portal.domain.duplicates import plain_letters, small_letters

_ENGLISH = (
    r"offend(?:er|ers|ed|ing)?|re-?offend\w*|offences?|offenses?|prison|prisons|prisoners?"
    r"|imprison\w*|jail\w*|gaol\w*|hmp|inmates?|custody|custodial|probation\w*|victims?"
    r"|parole[ds]?|licen[cs]e[ds]?|releas(?:e|es|ed|ing)|sentenc(?:e|es|ed|ing)|courts?"
    r"|police\w*|hospitals?|tribunals?|convict\w*|crimes?|criminals?"
)
_WELSH = (
    "troseddwr", "troseddwyr", "troseddwraig", "trosedd", "troseddau", "troseddu",
    "carchar", "carchardai", "carcharor", "carcharorion", "carcharu", "dioddefwr",
    "dioddefwyr", "dioddefwraig", "parol", "trwydded", "trwyddedau", "rhyddhau",
    "rhyddhawyd", "rhyddheir", "dedfryd", "dedfrydau", "dedfrydu", "llys", "llysoedd",
    "heddlu", "heddluoedd", "ysbyty", "ysbytai", "tribiwnlys", "tribiwnlysoedd",
    "gwasanaeth prawf", "swyddog prawf", "swyddogion prawf", "ar brawf",
)  # fmt: skip
# Initial mutations: soft, nasal, aspirate, as Welsh grammars list them.
_MUTATIONS = (
    ("rh", ("r",)),
    ("ll", ("l",)),
    ("c", ("g", "ngh", "ch")),
    ("p", ("b", "mh", "ph")),
    ("t", ("d", "nh", "th")),
    ("g", ("", "ng")),
    ("d", ("dd", "n")),
)
_VOWELS_AND_H = re.compile(r"[aeiouwyh]")

# Names that are also everyday words: in small letters they are the word, not the name.
_EVERYDAY = frozenset(
    {
        "april", "art", "august", "bill", "brown", "day", "dean", "drew", "faith", "grace",
        "grant", "green", "guy", "hope", "jack", "joy", "june", "king", "lane", "little",
        "long", "mark", "may", "mercy", "miles", "moss", "page", "pat", "penny", "pope",
        "price", "read", "rich", "rob", "rose", "send", "sunny", "sue", "summer", "white",
        "will", "wood", "young",
    }
)  # fmt: skip

# Each piece can begin in one place only, so that hostile text costs no more than its length.
_PLACEHOLDERS = re.compile(
    r"\{+[^{}]*\}*|\}|\[\[?[^\[\]]*\]\]?|\[(?=\s|$)|<<[^<>]*>>|%\([^()]*\)[a-z]"
)
_LINKS = re.compile(
    r"(?<![a-z0-9+.-])[a-z0-9+.-]+://[^\s<>\"]*"
    r"|(?<![@\w.-])(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}"
    r"(?![\w@.-]*@)(?::\d+)?(?:/[^\s<>\"]*)?"
    # A host without a name, or without a scheme.
    r"|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)(?::\d+)?(?:/[^\s<>\"]*)?"
    r"|(?<![:/\w])//[\w.-]+(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
# What browsers take for the dot of a host, beside the dot (UTS 46).
_OTHER_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
_AFTER_A_LINK = ".,;:!?)'*_"


def unfit_words(
    text: str,
    private_names: Iterable[str],
    allowed_origin: str,
    *,
    never_say: Iterable[str] = (),
    fuller_words: bool = False,
) -> tuple[str, ...]:
    """What in `text` (subject and body together) may not leave the house, in plain letters.

    Forbidden words, English and Welsh (mutated forms too), and `private_names` are whole
    words, found whatever their case, accents or invisible characters; `fuller_words`
    lets both through. `never_say` is found always, as are gaps left to fill and links
    that don't lie under `allowed_origin` (scheme, host and any path it has). Addresses of
    links are searched for words too: a screen shows them. Each finding comes once.
    """
    plain = plain_letters(text)
    found: list[str] = []
    if not fuller_words:
        spans = (match.span() for match in _forbidden().finditer(small_letters(plain)))
        found += (plain[start:end] for start, end in spans)
        found += _names_in(plain, private_names)
    found += _names_in(plain, never_say)
    found += (match[0] for match in _PLACEHOLDERS.finditer(plain))
    found += (link for link in _links_in(plain) if not _is_ours(link, allowed_origin))
    return tuple(dict.fromkeys(" ".join(piece.split())[:80] for piece in found))


@lru_cache(maxsize=1)
def _forbidden() -> re.Pattern[str]:
    welsh = "|".join(
        sorted(
            {re.sub(" ", r"\\s+", form) for word in _WELSH for form in _mutated(word)},
            key=lambda form: (-len(form), form),
        )
    )
    return re.compile(_WHOLE.format(f"{_ENGLISH}|{welsh}"))


def _mutated(word: str) -> Iterator[str]:
    yield word
    if _VOWELS_AND_H.match(word):
        yield f"h{word}"
    for initial, changed in _MUTATIONS:
        if word.startswith(initial) and not word.startswith(("ch", "dd", "ph", "th")):
            yield from (new + word[len(initial) :] for new in changed)
            return


# An underscore is no letter to the eye, so it ends a word here.
_WHOLE = r"(?<![^\W_])(?:{})(?![^\W_])"


def _names_in(plain: str, names: Iterable[str]) -> Iterator[str]:
    letters = _letters(plain)
    for name in sorted(names):
        words = re.findall(r"[^\W_]+", plain_letters(name))
        if sum(map(len, words)) < 2:
            continue
        if plain.isascii() and _letters("".join(words)) not in letters:
            # Nearly every name of nearly every text: no pattern has to be made for it.
            continue
        between = r"[\W_]{0,3}".join(map(re.escape, words))
        for match in re.finditer(_WHOLE.format(between), plain, re.IGNORECASE):
            if match[0] not in _EVERYDAY:
                yield match[0]


def _letters(text: str) -> str:
    """The letters and figures of a text, small, without what stands between them."""
    return _BETWEEN.sub("", text).lower()


_BETWEEN = re.compile(r"[\W_]+")


def _links_in(plain: str) -> Iterator[str]:
    for match in _LINKS.finditer(plain.translate(_OTHER_DOTS)):
        yield match[0].rstrip(_AFTER_A_LINK)


def _is_ours(link: str, allowed_origin: str) -> bool:
    try:
        ours, theirs = urlsplit(allowed_origin), urlsplit(link)
        same = (
            theirs.scheme == ours.scheme
            and theirs.hostname == ours.hostname
            and theirs.port == ours.port
        )
    except ValueError:
        return False
    if not same or not ours.hostname or "@" in theirs.netloc or "\\" in link:
        return False
    base = ours.path.rstrip("/")
    return theirs.path == base or theirs.path.startswith(f"{base}/")
