"""Seals over the audit trail: batches under one root each, chained, keyed, and checked.

A row carries a keyed code from its own transaction. Afterwards rows are sealed in batches: the
digests of a batch make a Merkle tree (RFC 6962, section 2.1), its root stands in a seal, each
seal names the one before, and a keyed code covers it. What leaves the database is one line for
each seal.
"""

from victim_portal.domain.seals.canonical import canonical
from victim_portal.domain.seals.checking import Fault, Finding, Row, Verdict, check, in_words
from victim_portal.domain.seals.lines import LineError, from_line, read_lines, to_line
from victim_portal.domain.seals.making import (
    GENESIS,
    MOST_ROWS,
    Seal,
    leaf,
    make_seal,
    merkle_root,
)

__all__ = [
    "GENESIS",
    "MOST_ROWS",
    "Fault",
    "Finding",
    "LineError",
    "Row",
    "Seal",
    "Verdict",
    "canonical",
    "check",
    "from_line",
    "in_words",
    "leaf",
    "make_seal",
    "merkle_root",
    "read_lines",
    "to_line",
]
