"""What the import contracts can't say of the rooms: who commits, who sends, what is read."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "victim_portal"


def _calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def test_only_services_commit() -> None:
    committing = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if "commit" in _calls(path)
    }
    # The store holds the door that services go through.
    assert committing <= {"services", "store"}
    inside = {p.name for p in (PACKAGE / "store").rglob("*.py") if "commit" in _calls(p)}
    assert inside == {"unit_of_work.py"}


def test_each_use_case_commits_at_its_end_and_only_once() -> None:
    twice = []
    for path in (PACKAGE / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.With) and _opens_a_unit(node) and len(_commits(node)) > 2:
                twice.append(f"{path.name}:{node.lineno}")
    assert twice == []


def _opens_a_unit(node: ast.With) -> bool:
    return any("store.writing" in ast.unparse(item.context_expr) for item in node.items)


def _commits(node: ast.With) -> list[ast.Call]:
    return [
        call
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "commit"
    ]


def test_only_delivery_sends() -> None:
    sending = {
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "services").rglob("*.py")
        if "send" in _calls(path)
    }
    assert all(name.startswith("services/delivery/") for name in sending)


def test_templates_emit_no_stored_html() -> None:
    unsafe = [
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "templates").rglob("*.html")
        if "|safe" in path.read_text("utf-8").replace(" ", "")
    ]
    assert unsafe == []
