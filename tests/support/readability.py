"""How hard an English text is to read: the Flesch-Kincaid grade, with syllables by rule.

Grade n is what an American pupil reads after n years of school; the age is about n + 5.
"""

import re

_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line of its own is one."""
    return [one for one in _SENTENCE_END.split(text) if one.strip()]


def words(text: str) -> list[str]:
    """The words of a text; numbers aren't read as words."""
    return re.findall(r"[A-Za-z][A-Za-z']*", text)


def syllables(word: str) -> int:
    """How many syllables a word has, at least one: groups of vowels, a silent e left out."""
    low = word.lower().replace("'", "")
    count = len(_VOWELS.findall(low))
    if low.endswith("e") and not low.endswith(("le", "ee")) and count > 1:
        count -= 1
    if low.endswith("ed") and not low.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text with at least one word."""
    read = words(text)
    spoken = sum(syllables(word) for word in read)
    return 0.39 * len(read) / len(sentences(text)) + 11.8 * spoken / len(read) - 15.59
