"""The table of requirements in docs/security.md: whole, and no row that names what isn't there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| ([123]) \| (.+?) \| (.+) \|$", TEXT, re.MULTILINE)
# OWASP ASVS 5.0.0: how many requirements each section of each chapter has.
SECTIONS = {
    1: (2, 10, 12, 3, 3),
    2: (3, 3, 5, 2),
    3: (1, 3, 5, 8, 8, 1, 5),
    4: (5, 5, 2, 4),
    5: (1, 6, 3, 3),
    6: (3, 12, 8, 6, 8, 4, 2, 4),
    7: (3, 4, 2, 5, 3, 2),
    8: (4, 4, 3, 2),
    9: (3, 4),
    10: (2, 3, 5, 16, 5, 2, 3),
    11: (4, 5, 5, 4, 2, 2, 2),
    12: (5, 2, 5),
    13: (4, 6, 4, 7),
    14: (2, 8, 3),
    15: (5, 5, 7, 4),
    16: (1, 5, 4, 3, 4),
    17: (2, 8, 2),
}
WHOLE = [
    (chapter, section, number)
    for chapter, sections in SECTIONS.items()
    for section, count in enumerate(sections, start=1)
    for number in range(1, count + 1)
]
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_requirement_has_one_row() -> None:
    found = Counter((int(a), int(b), int(c)) for a, b, c, *_ in ROWS)
    assert len(WHOLE) == 345
    assert found == Counter(WHOLE)


@pytest.mark.parametrize("row", ROWS, ids=[".".join(row[:3]) for row in ROWS])
def test_a_row_names_what_is_there(row: tuple[str, ...]) -> None:
    where = row[5]
    for path, name in TEST.findall(where):
        assert (ROOT / path).is_file(), path
        text = (ROOT / path).read_text("utf-8")
        assert not name or re.search(rf"def {name}\b", text), f"{path} has no {name}"
    said = TEST.search(where) or re.search(r"`[\w./]+`|\bn/a\b|\bnot met\b|document:", where)
    assert said or len(where) > 10, f"{'.'.join(row[:3])} says nothing"
    document = re.search(r'document: `docs/(\w+\.md)`, "([^"]+)"', where)
    if document:
        text = (ROOT / "docs" / document[1]).read_text("utf-8")
        assert re.search(rf"^## {re.escape(document[2])}", text, re.MULTILINE), document[0]


def test_what_is_not_met_is_level_three() -> None:
    """Level 2 is kept throughout; what is left of level 3 says so."""
    assert {row[3] for row in ROWS if "not met" in row[5]} <= {"3"}
