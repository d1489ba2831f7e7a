"""The table of which tasks ask for contact: closed, and whole."""

import ast
from importlib import import_module
from pathlib import Path

import victim_portal.services
from victim_portal.domain.contact_tasks import ASKS_FOR_CONTACT, ASKS_FOR_NO_CONTACT
from victim_portal.services.contacts.owed import OWED
from victim_portal.services.tasks import TELLING

SERVICES = Path(victim_portal.services.__path__[0])
AT = {
    **{"raise_for_case": 3, "raise_for_unit": 3, "_ask": 3},
    **{
        "raise_for_administrators": 2,
        "raise_for_managers": 2,
        "leave": 0,
        "raise_for_colleague": 4,
    },
}
"""Where the kind stands among what each is given."""
INSIDE = {"kind", "task.kind"}


def _kinds() -> set[str]:
    """Every kind that the services raise, read from their own text."""
    kinds = set()
    for path in sorted(SERVICES.rglob("*.py")):
        parts = path.relative_to(SERVICES).with_suffix("").parts
        name = ".".join(("victim_portal.services", *(p for p in parts if p != "__init__")))
        module = import_module(name)
        for call in (
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
        ):
            called = ast.unparse(call.func).rpartition(".")[2]
            if called == "Task":
                # A row that is made on the spot says its kind by name.
                own = [ast.unparse(one.value) for one in call.keywords if one.arg == "kind"]
                kinds |= {eval(one, vars(module)) for one in own if one != "kind"}  # noqa: S307
                continue
            if called not in AT or (called == "_ask" and path.name != "owed.py"):
                continue
            given = ast.unparse(call.args[AT[called]])
            if given == "deadline.kind.value":
                # The plan's own, a closed list beside the call.
                kinds |= set(vars(module)["KINDS"])
            elif given not in INSIDE:
                kinds.add(eval(given, vars(module)))  # noqa: S307 - a name or a text of our own
    return kinds


def test_every_kind_of_task_is_in_one_of_the_lists_and_none_besides() -> None:
    raised = _kinds()
    assert len(raised) > 40
    assert not ASKS_FOR_CONTACT.keys() & ASKS_FOR_NO_CONTACT
    assert raised == ASKS_FOR_CONTACT.keys() | ASKS_FOR_NO_CONTACT


def test_what_is_owed_and_what_is_to_be_told_ask_for_contact() -> None:
    assert set(OWED) | TELLING <= ASKS_FOR_CONTACT.keys()
