"""Who may do what: every use case and every page, each under one rule.

Which is under which stands in `expected_services` and `expected_pages`; one that stands under
none fails the tests that walk them.
"""

from collections.abc import Mapping
from enum import StrEnum


class Rule(StrEnum):
    """What somebody must be, to a case or at all. `MAY` says who that is."""

    READ = "reads a case: within reach, or over broken glass"
    CASE = "works on a case within reach"
    EXPORT = "takes a submission out: as CASE, and the command line where not restricted"
    RELEASE = "opens a submission to somebody: as CASE"
    MANAGER = "decides on a case as its manager"
    TAKE = "takes a case out of the queue"
    CASEWORK = "does casework, for whatever is within reach"
    IMPORT = "brings in files: casework and the command line"
    MANAGERS = "manages a unit"
    CAMPAIGN = "brings in a campaign: who manages a unit, and the command line"
    USERS = "makes accounts"
    ACCOUNTS = "reads lists of accounts: all, or those of their unit"
    ACCOUNT = "reads an officer's account: administrators and their manager"
    RECOVER = "helps an officer back into their account: their manager"
    COVER = "names who covers for an officer: themselves, or their manager"
    LEAVING = "plans that an officer of their unit leaves"
    COLLEAGUES = "sees who covers for whom in their unit"
    FORGET = "proposes to forget the person of a case"
    DUE = "sees what is due to be forgotten"
    SUBJECT = "takes out what is held about a victim: as MANAGER, and the command line"
    AUDIT = "reads the trail"
    WATCH = "sees whose reading stands out"
    PLAN = "brings every review in step: the worker and the command line"
    STORE = "keeps the store: at the machine itself alone"
    ADMINISTRATOR = "administers, at a page"
    OVERSEES = "manages, administers or audits"
    TEMPLATES = "reads the texts that reach victims"
    SECOND = "may be the second person"
    GLASS = "may break the glass"
    BROKE = "closes again what they opened over broken glass"
    RELEASED = "reads what was released"
    NOTHING_THERE = "asks for a thing that isn't there: refused whoever it is"
    OWN_ANSWER = "gets what is their own, or nothing"
    ANYBODY = "nobody has to be signed in"


# Who asks: the case's officer, a colleague and the manager of its unit, an officer and a
# manager of another unit, one who broke the glass, and everybody else.
WHO = (
    *("own", "cover", "manager", "elsewhere", "their_manager", "glass"),
    *("administrator", "auditor", "parole_case_manager", "command_line", "worker"),
)
# How the case stands: to its unit, restricted to its officer and the manager, or about an
# offender over whom all of these have a conflict of interest.
STATES = ("ordinary", "restricted", "conflict")

_CASEWORKERS = "own cover manager elsewhere their_manager glass"
_FOR_ALL_STATES: Mapping[Rule, str] = {
    Rule.CASEWORK: _CASEWORKERS,
    Rule.IMPORT: f"{_CASEWORKERS} command_line",
    Rule.MANAGERS: "manager their_manager",
    Rule.CAMPAIGN: "manager their_manager command_line",
    Rule.USERS: "administrator command_line",
    Rule.ACCOUNTS: "administrator command_line manager their_manager",
    Rule.ACCOUNT: "administrator command_line manager",
    Rule.RECOVER: "manager command_line",
    Rule.COVER: "own manager",
    Rule.LEAVING: "manager",
    Rule.COLLEAGUES: _CASEWORKERS,
    Rule.DUE: "manager their_manager administrator command_line",
    Rule.AUDIT: "auditor",
    Rule.WATCH: "manager their_manager auditor",
    Rule.PLAN: "command_line worker",
    Rule.STORE: "command_line",
    Rule.ADMINISTRATOR: "administrator",
    Rule.OVERSEES: "manager their_manager administrator auditor",
    Rule.TEMPLATES: f"{_CASEWORKERS} administrator auditor",
    Rule.SECOND: "manager their_manager administrator",
    Rule.GLASS: f"{_CASEWORKERS} auditor",
    Rule.RELEASED: "parole_case_manager",
    Rule.NOTHING_THERE: "",
    Rule.OWN_ANSWER: " ".join(WHO),
}
_BY_STATE: Mapping[Rule, tuple[str, str, str]] = {
    Rule.READ: ("own cover manager glass", "own manager", ""),
    Rule.CASE: ("own cover manager", "own manager", ""),
    Rule.EXPORT: ("own cover manager command_line", "own manager", "command_line"),
    Rule.RELEASE: ("own cover manager", "own manager", ""),
    Rule.MANAGER: ("manager", "manager", ""),
    Rule.FORGET: ("manager administrator", "manager administrator", "administrator"),
    Rule.SUBJECT: ("manager command_line", "manager", "command_line"),
    Rule.BROKE: ("glass", "", "glass"),
    Rule.TAKE: ("own cover", "own", ""),
}


def may(rule: Rule, who: str, state: str) -> bool:
    """Whether somebody isn't refused."""
    if rule in _BY_STATE:
        return who in _BY_STATE[rule][STATES.index(state)].split()
    return who in _FOR_ALL_STATES[rule].split()


def by_name(table: Mapping[Rule, str]) -> dict[str, Rule]:
    """From lines of ``module: name name`` to a rule for each ``module.name``."""
    found: dict[str, Rule] = {}
    for rule, text in table.items():
        module = ""
        for word in text.split():
            if word.endswith(":"):
                module = word.removesuffix(":")
            else:
                name = f"{module}.{word}"
                assert name not in found, f"{name} stands twice"
                found[name] = rule
    return found
