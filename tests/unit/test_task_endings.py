"""The table of how tasks end: closed, whole, and each act with its page."""

import ast
from importlib import import_module
from pathlib import Path
from types import ModuleType

import victim_portal.services
from victim_portal.domain.tasks import ENDINGS, Finish, ending_of
from victim_portal.web.officer.task_places import WHERE

SERVICES = Path(victim_portal.services.__path__[0])
RAISED = {
    **{"raise_for_case": 3, "raise_for_unit": 3, "_ask": 3},
    **{"raise_for_administrators": 2, "raise_for_managers": 2, "raise_for_colleague": 4},
}
"""Where the kind stands among what each is given."""


def _modules() -> list[tuple[ModuleType, ast.Module]]:
    found = []
    for path in sorted(SERVICES.rglob("*.py")):
        parts = path.relative_to(SERVICES).with_suffix("").parts
        name = ".".join(("victim_portal.services", *(p for p in parts if p != "__init__")))
        found.append((import_module(name), ast.parse(path.read_text())))
    return found


def _kinds() -> set[str]:
    """Every kind that the services raise, read from their own text."""
    kinds = set()
    for module, tree in _modules():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name == "_ask" and not module.__name__.endswith(".owed"):
                continue
            if name == "Task":
                # A row that is made on the spot says its kind by name.
                own = [ast.unparse(one.value) for one in call.keywords if one.arg == "kind"]
                kinds |= {eval(one, vars(module)) for one in own if one != "kind"}  # noqa: S307
                continue
            at = 0 if name == "leave" else RAISED.get(name)
            if at is None or len(call.args) <= at:
                continue
            given = ast.unparse(call.args[at])
            if given == "deadline.kind.value":
                # The plan's own, a closed list beside the call.
                kinds |= set(vars(module)["KINDS"])
                continue
            if given in ("kind", "task.kind", "uow"):
                # The inside of a helper, whose callers are read above.
                continue
            kinds.add(eval(given, vars(module)))  # noqa: S307  # a name or a text of our own
    return kinds


def test_every_kind_of_task_is_in_the_table_and_none_besides() -> None:
    raised = _kinds()
    assert len(raised) > 40
    assert raised == set(ENDINGS)


def test_what_only_its_act_finishes_has_a_page() -> None:
    assert set(WHERE) == {k for k, one in ENDINGS.items() if one.finish is Finish.BY_DOING}
    assert all(where.sentence and where.text for where in WHERE.values())


def test_a_kind_that_nobody_knows_any_more_takes_a_note() -> None:
    assert ending_of("of_long_ago").finish is Finish.WITH_NOTE
