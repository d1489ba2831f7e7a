"""The canonical form: one for each value, and the same for values that only look different."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import pytest

from victim_portal.domain.canonical import LATER, canonical_json
from victim_portal.domain.richtext import Block, BlockKind, Run
from victim_portal.domain.vocabulary import Language


@dataclass(frozen=True)
class Paper:
    """A value with a field that came later."""

    title: str
    made_on: date | None = None
    lines: tuple[object, ...] | list[object] = ()
    picture: bytes = field(default=b"", metadata=LATER)
    more: tuple[str, ...] | list[str] = field(default=(), metadata=LATER)


def test_the_form_is_known() -> None:
    paper = Paper("Tŷ \ud800", date(2026, 3, 29), [UUID(int=7), 1, True, None, {"b": 1, "a": 2}])
    assert canonical_json(paper) == (
        b'{"lines":["00000000-0000-0000-0000-000000000007",1,true,null,{"a":2,"b":1}],'
        b'"made_on":"2026-03-29","title":"T\\u0177 \\ud800"}'
    )


def test_a_text_is_written_as_it_is_kept() -> None:
    block = Block(BlockKind.PARAGRAPH, ((Run("a", strong=True), Run("b")),))
    assert canonical_json((block, Language.WELSH)) == (
        b'[{"kind":"paragraph","lines":[[{"strong":true,"text":"a"},{"text":"b"}]]},"cy"]'
    )


@pytest.mark.parametrize("nothing", [{"more": ()}, {"more": []}, {"picture": b""}])
def test_what_came_later_counts_once_it_holds_something(nothing: dict[str, object]) -> None:
    paper = Paper("a")
    assert canonical_json(replace(paper, **nothing)) == canonical_json(paper)
    filled = replace(paper, picture=b"\x00", more=("b",))
    assert canonical_json(filled) == (
        b'{"lines":[],"made_on":null,"more":["b"],"picture":"AA==","title":"a"}'
    )


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical_json({"a", "b"})
