"""Days that words name: what is told is a month, unless a manager agreed to more.

Source: `domain.md` section 3 (a month, or the week as it nears; an exact date needs a senior
person's recorded reason).
"""

import re
from collections.abc import Iterator
from datetime import date

from victim_portal.domain.duplicates import plain_letters, small_letters

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    # Welsh, with the mutations that a date brings.
    r"|ionawr|chwefror|[mf]awrth|ebrill|[mf]ai|[mf]ehefin|g?orffennaf|awst|[mf]edi|hydref"
    r"|[td]achwedd|rh?agfyr"
)
_NUMBER = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|af|ail|il|ydd|fed|eg|ain)?"
_ORDINALS = (
    r"(?:twenty|thirty)[\s-]+(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
    r"|(?:\w+\s+ar\s+)(?:ddeg|bymtheg|hugain)|cyntaf|ail|trydydd|pedwerydd|pumed|chweched"
    r"|seithfed|wythfed|nawfed|degfed|deuddegfed|pymthegfed|deunawfed|ugeinfed"
)
_TIME = r"(?!\s*(?:[ap]\.?m\b|[:.]\d\d|y\s+(?:bore|prynhawn)))"
_IN_WORDS = (
    rf"(?:\b(?:{_NUMBER})[\s,-]*(?:day\s+)?(?:of\s+|o\s+)?|\b(?:{_ORDINALS})\s+(?:day\s+)?(?:of|o)?\s*)"
    rf"(?<![a-z])(?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})\.?[\s-]+(?:the\s+)?(?:{_NUMBER}(?![\d]){_TIME}|(?:{_ORDINALS})\b)"
)
_DAY = re.compile(rf"(?:{_IN_WORDS})(?:,?\s+(?:of\s+)?\d{{4}}\b)?")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(\d{1,4})\s?([/.-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|\d{2}))?(?![\d/-])"
)
# A week is told as a release nears, and names its first day to say which.
_WEEK = re.compile(
    r"(?:\bweek\s+(?:commencing|beginning|starting|of)|\bw/c|\bwythnos\s+(?:yn|sy'n)\s+dechrau)"
    rf"\s+(?:on\s+|ar\s+)?(?:the\s+|y\s+)?(?:monday,?\s+|(?:dydd\s+)?llun,?\s+)?(?:{_IN_WORDS})",
)
_RELATIVE = re.compile(
    r"\b(?:today|tonight|tomorrow|yesterday|heddiw|heno|yfory|ddoe|neithiwr"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b(?=[\s.,]|$)"
    r"|on\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)|ar\s+yr?\s+\d{1,2}(?:af|ail|il|ydd|fed|eg|ain)"
    r"|(?:dydd|nos|ddydd)\s+(?:llun|mawrth|mercher|iau|gwener|sadwrn|sul))\b",
)
_OFFICE_DAYS = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri)day\s+(?:to|and|-)\s+(?:mon|tues|wednes|thurs|fri)day\b"
    r"|\b(?:dydd\s+)?(?:llun|mawrth|mercher|iau)\s+[ia]\s+(?:ddydd|dydd)\s+(?:gwener|iau)\b",
)
# How far one sees, not when anything happens.
_AS_THINGS_STAND = re.compile(r"\b(?:we\s+know|things\s+stand|a\s+wyddom)\s+(?:today|heddiw)\b")
_LEAVES = re.compile(
    r"\b(?:releas\w*|freed|(?:let|set|comes?|coming|came|gets?|getting|got)\s+(?:out|free)"
    r"|(?:be|is|comes?|coming)\s+(?:out|home|free)"
    r"|leav(?:e|es|ing)|left\s+(?:the\s+)?prison|rhyddh\w*|ryddh\w*)\b",
)
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


def named_days(text: str) -> tuple[str, ...]:
    """The days that `text` names, English or Welsh, as they stand in it; each once.

    A date in words or figures is one, with or without its year. So is "tomorrow" or a
    weekday in a sentence about leaving prison; elsewhere that is an appointment. A month, a
    week by its first day ("week commencing 3 May"), a time and office days are none.
    """
    plain = plain_letters(text)
    # Found in small letters, and said as it stands: what is taken out leaves its place.
    small = small_letters(plain)
    for allowed in (_WEEK, _OFFICE_DAYS, _AS_THINGS_STAND):
        small = allowed.sub(lambda match: ";" * len(match[0]), small)
    found = [match.span() for match in _DAY.finditer(small)]
    found += _in_figures(small)
    for start, end in _sentences(small):
        if _LEAVES.search(small, start, end):
            found += (match.span() for match in _RELATIVE.finditer(small, start, end))
    return tuple(dict.fromkeys(" ".join(plain[start:end].split()) for start, end in found))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for end in _ENDS.finditer(text):
        yield begin, end.start()
        begin = end.end()
    yield begin, len(text)


def _in_figures(text: str) -> Iterator[tuple[int, int]]:
    for match in _NUMERIC.finditer(text):
        first, mark, second, third = match.groups()
        if third is None and (mark != "/" or match[0] == "24/7"):
            # "4.30" is a time, "2-3" a span.
            continue
        year, month, day = (third, second, first)
        if len(first) > 2:
            if third is None:
                continue
            year, month, day = (first, second, third)
        # Without a year, 29 February may be meant.
        if _is_day(int(year or 2000), int(month), int(day)):
            yield match.span()


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return False
    return True
