"""The tree as plain JSON values, the form in which it is kept."""

from collections.abc import Sequence
from typing import TypeAlias

from victim_portal.domain.richtext.tree import Block, BlockKind, Run

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_STYLES = frozenset({"strong", "emphasis"})


def to_json(blocks: Sequence[Block]) -> list[Json]:
    """The tree as lists, dicts and strings; a style that is off is left out."""
    return [
        {
            "kind": block.kind.value,
            "lines": [[_run_to_json(run) for run in line] for line in block.lines],
        }
        for block in blocks
    ]


def _run_to_json(run: Run) -> Json:
    stored: dict[str, Json] = {"text": run.text}
    if run.strong:
        stored["strong"] = True
    if run.emphasis:
        stored["emphasis"] = True
    return stored


def from_json(data: object) -> tuple[Block, ...]:
    """The tree that `to_json` wrote.

    Everything is checked, since a stored value may have been damaged or made elsewhere:
    raises `ValueError`, saying where and without quoting the text, for anything that is
    not exactly that form.
    """
    return tuple(
        _block(item, f"block {number}")
        for number, item in enumerate(_list(data, "the text"), start=1)
    )


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"{where} must be a list")
    return value


def _dict(value: object, allowed: frozenset[str], where: str) -> dict[str, object]:
    if not isinstance(value, dict) or not value.keys() <= allowed:
        raise ValueError(f"{where} must be an object with no keys beyond {sorted(allowed)}")
    return value


def _block(value: object, where: str) -> Block:
    stored = _dict(value, frozenset({"kind", "lines"}), where)
    name = stored.get("kind")
    if not isinstance(name, str) or name not in set(BlockKind):
        raise ValueError(f"{where} has no known kind")
    kind = BlockKind(name)
    lines = tuple(
        tuple(_run(run, where) for run in _list(line, f"each line of {where}"))
        for line in _list(stored.get("lines"), f"the lines of {where}")
    )
    if kind is BlockKind.PARAGRAPH and len(lines) != 1:
        raise ValueError(f"{where} is a paragraph and must have exactly one line")
    return Block(kind, lines)


def _run(value: object, where: str) -> Run:
    stored = _dict(value, _STYLES | {"text"}, f"each run of {where}")
    text = stored.get("text")
    strong = stored.get("strong", False)
    emphasis = stored.get("emphasis", False)
    if not isinstance(text, str):
        raise ValueError(f"each run of {where} must have a text")
    if not isinstance(strong, bool) or not isinstance(emphasis, bool):
        raise ValueError(f"the styles of {where} must be true or false")
    return Run(text, strong, emphasis)
