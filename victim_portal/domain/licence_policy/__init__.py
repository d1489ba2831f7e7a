"""The official licence conditions policy: its file, its inputs, the finished wording.

What a file may hold and what each field means stands in `values`; a file is checked by
`reading`, answers by `inputs`, and `wording` makes the sentence that would stand on the
licence. `changes` lays two versions side by side. `offer` puts the policy, and the portal's
own plain summaries, into what an officer chooses from.
"""

from victim_portal.domain.licence_policy.changes import (
    ConditionChange,
    Difference,
    PolicyChanges,
    condition_differences,
    policy_changes,
)
from victim_portal.domain.licence_policy.fields import PolicyFileError
from victim_portal.domain.licence_policy.inputs import (
    LONGEST_AREA,
    LONGEST_LINE,
    MOST_BOXES,
    answer_problems,
)
from victim_portal.domain.licence_policy.reading import (
    MAX_BYTES,
    read_policy_document,
    read_policy_file,
    version_key,
)
from victim_portal.domain.licence_policy.values import (
    Answers,
    Input,
    InputKind,
    LetterCase,
    LicencePolicy,
    ListType,
    Option,
    PolicyCondition,
    answers_from,
    asked,
    every_input,
)
from victim_portal.domain.licence_policy.wording import settled, wording

__all__ = [
    "LONGEST_AREA",
    "LONGEST_LINE",
    "MAX_BYTES",
    "MOST_BOXES",
    "Answers",
    "ConditionChange",
    "Difference",
    "Input",
    "InputKind",
    "LetterCase",
    "LicencePolicy",
    "ListType",
    "Option",
    "PolicyChanges",
    "PolicyCondition",
    "PolicyFileError",
    "answer_problems",
    "answers_from",
    "asked",
    "condition_differences",
    "every_input",
    "policy_changes",
    "read_policy_document",
    "read_policy_file",
    "settled",
    "version_key",
    "wording",
]
