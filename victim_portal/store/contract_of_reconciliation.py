"""The contract of listed sentences and of silent cases: see `store.contract`."""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.store.contract_of_rules import CODE

KEYED = "a keyed code: nothing can be read from it"

SEALED_OF_RECONCILIATION: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "listed_note": ("words_sealed",),
        "listed_sentence": ("details_sealed",),
        "listed_source": ("row_sealed",),
    }
)

RECONCILIATION_IN_PLAIN_TEXT: Mapping[str, str] = MappingProxyType(
    {
        "listed_sentence.crn_index": KEYED,
        "listed_sentence.custodial_term": "a length of time, as the court put it",
        "listed_sentence.denied": "random ids of sentences",
        "listed_sentence.pnc_index": KEYED,
        "listed_sentence.prison_number_index": KEYED,
        "listed_sentence.route_rule": CODE,
        "listed_source.reference_index": KEYED,
    }
)
