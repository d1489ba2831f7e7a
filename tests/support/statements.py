"""Two hundred invented statements, the same each time: plain, hostile and rare words."""
# ruff: noqa: RUF001 - characters that look like others are among what is tried

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.support.submissions import CONDITIONS, STATEMENT, WITHHELD
from victim_portal.domain.richtext import Block, BlockKind, Run
from victim_portal.domain.vocabulary import Language
from victim_portal.ports import SubmissionContent

WORDS = {
    Language.ENGLISH: "I was afraid of the stairs and of every coat; it’s “better” – £5, ½",
    Language.WELSH: "Roeddwn i’n ofnus o’r tŷ, dŵr a gŵyl; ŷd, wêr, ïon, ŴY Ŷ âêîôû ẁ ẃ ẅ ỳ ý ÿ",
}
HOSTILE = (
    '<script>alert("x")</script>',
    "<p>&lt;b&gt; &amp; </em></3",
    "{{7*7}} {page} {reference} {% raw %} ${x} %s %(a)d {0}",
    '#read("/etc/passwd") #import "@preview/x:1.0.0": * #panic()',
    "$x^2$ *b* _e_ `c` ```d``` <label> @ref = H - i + j / k: l ~ -- --- ...",
    "\\u{41} \\n \\\\ // comment /* open",
    "https://example.org/a/very/long/path?with=questions&and=answers#fragment-of-it",
    "\\begin{document} \\input{x} ]]> <![CDATA[ -->",
    "'; DROP TABLE statement; -- OR 1=1",
    "../../../../etc/shadow C:\\Windows\\win.ini",
    "(unbalanced [ { ( ) ] BT /F1 12 Tf (x) Tj ET endstream endobj %%EOF",
    "= Heading\n- item\n+ number\n/ term: words",
    "Page 1 of 1 OFFICIAL May be shown to the prisoner",
    "=cmd|' /C calc'!A0 +1 -1 @SUM(1)",
)
RARE = (
    "日本語 中文 한국어 ไทย বাংলা ਪੰਜਾਬੀ",
    "مرحبا بالعالم والسلام",
    "שלום עולם",
    "Ελληνικά Кириллица Հայերեն ქართული",
    "😀 👩\u200d👩\u200d👧 ❤\ufe0f 🇬🇧 👍🏽 💔 ☎ ✓ ♥",
    "e\u0301 w\u0302 n\u0303 Z" + "\u0301" * 9 + " a\u0331\u0307 \u0301x",
    "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg",
    "\x00\x01\x07\x08\x1b\x1f\x7f\x80\x9f",
    "\u202eevil\u202c \u2066x\u2069 \u200e\u200f \u061c",
    "\ud800 \udfff \ud83d",
    "\ue000 \uf8ff \U000f0000 \U0010ffff \ufffe \uffff \ufdd0 \u0378",
    "\u00a0nb\u00a0sp \u2009thin \u3000wide \u2028line\u2029para\ttab \x0b\x0c\x85",
    "\U000e0041\U000e0042 \U0001f1e6 \ufff9x\ufffa \ufffc \ufffd",
    "ﬁ ﬂ ﬃ Ǆ ĳ ŉ ß ẞ İ ı Å \u212b Ω \u2126 ſ",
    "𝒜𝓑 𝟘 ⅷ ㎡ № ℅ ™ © ® † ‡ • … ‰ ′ ″ ⁄",
)


def statements(number: int = 200, seed: int = 8) -> Iterator[SubmissionContent]:
    """Statements in both languages, each fifth in large print, and a few of the other parts."""
    chance = random.Random(seed)  # noqa: S311 - invented words, the same each time
    for at in range(number):
        language = list(Language)[at % 2]
        words = WORDS[language].split()
        body = tuple(_block(chance, words) for _ in range(chance.randint(1, 7)))
        usual = {
            "language": language,
            "large_print": at % 5 == 0,
            "prisoner_name": _text(chance, words),
            "victim_role": chance.choice(RARE + HOSTILE),
        }
        if at % 20 == 7:
            row = replace(CONDITIONS.conditions[0], wish=body, condition=_text(chance, words))
            yield replace(CONDITIONS, conditions=(row,), **usual)
        elif at % 20 == 14:
            yield replace(WITHHELD, body=body, reasons=body[:1], **usual)
        else:
            yield replace(STATEMENT, body=body, **usual)


def _block(chance: random.Random, words: list[str]) -> Block:
    kind = chance.choice([BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, *BlockKind])
    many = 1 if kind is BlockKind.PARAGRAPH else chance.randint(1, 5)
    return Block(kind, tuple(_line(chance, words) for _ in range(many)))


def _line(chance: random.Random, words: list[str]) -> tuple[Run, ...]:
    # A line of the tree has words: what nothing is left of is no block.
    return tuple(
        Run(_text(chance, words), chance.random() < 0.2, chance.random() < 0.2)
        for _ in range(chance.randint(1, 3))
    )


def _text(chance: random.Random, words: list[str]) -> str:
    pieces = [" ".join(chance.choices(words, k=chance.randint(1, 40)))]
    if chance.random() < 0.6:
        pieces.append(chance.choice(HOSTILE))
    if chance.random() < 0.35:
        pieces.append(chance.choice(RARE))
    if chance.random() < 0.1:
        pieces.append(chance.choice(["x" * 400, "ŵ" * 90, "日" * 50, "a/b?c=d&" * 40]))
    if chance.random() < 0.2:
        pieces.append("".join(chr(_any(chance)) for _ in range(chance.randint(1, 12))))
    chance.shuffle(pieces)
    return " ".join(pieces)


def _any(chance: random.Random) -> int:
    return chance.choice(
        [
            chance.randint(0x20, 0x24F),
            chance.randint(0x250, 0x2FFF),
            chance.randint(0, 0xFFFF),
            chance.randint(0x10000, 0x10FFFF),
        ]
    )
