"""What a browser says of a page that tried to load what the content policy forbids.

A report is written by whoever sends it and holds addresses of pages, which name cases: of it
only what comes from a closed list, and small numbers, are kept (ASVS 5.0, 3.4.7).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DIRECTIVES = frozenset(
    {
        *("default-src", "script-src", "script-src-elem", "script-src-attr", "style-src"),
        *("style-src-elem", "style-src-attr", "img-src", "font-src", "connect-src", "media-src"),
        *("object-src", "frame-src", "child-src", "worker-src", "manifest-src", "base-uri"),
        *("form-action", "frame-ancestors", "upgrade-insecure-requests"),
    }
)
OTHER = "other"
WAYS = frozenset({"inline", "eval", "wasm-eval", "data", "blob", "self"})
"""What was kept out, where a browser says it by a word and not by an address."""
MOST = 5
"""Reports of one request that are read."""
LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class PolicyReport:
    """One violation: which directive, what kind of thing, and the line of the file."""

    directive: str
    blocked: str
    line: int


def read_reports(raw: bytes) -> tuple[PolicyReport, ...]:
    """The reports in a body, in the form of `report-uri` or of `report-to`; none of nonsense."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return ()
    return tuple(_report(body) for body in _bodies(found))


def _bodies(found: Any) -> Iterator[Mapping[str, Any]]:
    for one in (found if isinstance(found, list) else [found])[:MOST]:
        if not isinstance(one, dict):
            continue
        body = one.get("csp-report", one.get("body"))
        if isinstance(body, dict):
            yield body


def _report(body: Mapping[str, Any]) -> PolicyReport:
    directive = _first(body, "effectiveDirective", "effective-directive", "violated-directive")
    blocked = _first(body, "blockedURL", "blocked-uri")
    line = _first(body, "lineNumber", "line-number")
    known = isinstance(line, int) and not isinstance(line, bool) and 0 < line < LONGEST_LINE
    return PolicyReport(
        _of(str(directive).partition(" ")[0], DIRECTIVES),
        _of(blocked, WAYS),
        line if known else 0,
    )


def _first(body: Mapping[str, Any], *names: str) -> Any:
    return next((body[name] for name in names if name in body), None)


def _of(value: Any, known: frozenset[str]) -> str:
    return value if isinstance(value, str) and value in known else OTHER
