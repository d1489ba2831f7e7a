"""What is different between two versions of the policy, in words for whoever imports one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from victim_portal.domain.licence_policy.values import Input, LicencePolicy, PolicyCondition


@dataclass(frozen=True)
class Difference:
    """One thing that reads otherwise; a side that didn't have it is empty."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ConditionChange:
    """A condition of both versions with what is different in it."""

    code: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class PolicyChanges:
    """Two versions side by side; without an earlier one everything was added.

    `added` and `removed` are codes in their file's order. `replaced_by` says what came in the
    place of removed ones, where the newer file says so. `standard` are the standard
    conditions that were added, removed or worded anew.
    """

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ConditionChange, ...]
    unchanged: int
    standard: tuple[Difference, ...]
    replaced_by: Mapping[str, tuple[str, ...]]

    @property
    def nothing(self) -> bool:
        """Whether both versions say the same."""
        return not (self.added or self.removed or self.changed or self.standard)


def policy_changes(before: LicencePolicy | None, after: LicencePolicy) -> PolicyChanges:
    """What `after` adds, takes away and changes."""
    old = before.conditions if before else {}
    new = after.conditions
    changed = [
        ConditionChange(code, found)
        for code in new
        if code in old and (found := condition_differences(old[code], new[code]))
    ]
    removed = tuple(code for code in old if code not in new)
    return PolicyChanges(
        before=before.version if before else "",
        after=after.version,
        added=tuple(code for code in new if code not in old),
        removed=removed,
        changed=tuple(changed),
        unchanged=sum(code in old for code in new) - len(changed),
        standard=tuple(_of_texts(before.standard if before else {}, after.standard)),
        replaced_by={
            code: after.replaced_by[code] for code in removed if code in after.replaced_by
        },
    )


def condition_differences(
    before: PolicyCondition, after: PolicyCondition
) -> tuple[Difference, ...]:
    """What reads otherwise in two versions of one condition, wording first."""
    pairs = [
        ("wording", before.text, after.text),
        ("wording with its gaps", before.template, after.template),
        ("wording for several maps", before.text_plural, after.text_plural),
        ("category", before.category, after.category),
        ("short category", before.category_short, after.category_short),
        ("remark", before.subtext, after.subtext),
        ("type", before.type, after.type),
        ("answers may come later", _yes(before.skippable), _yes(after.skippable)),
        ("needs a tag", _yes(before.monitored), _yes(after.monitored)),
    ]
    found = [Difference(what, old, new) for what, old, new in pairs if old != new]
    old_inputs, new_inputs = dict(_lines(before.inputs)), dict(_lines(after.inputs))
    for name in [*old_inputs, *(name for name in new_inputs if name not in old_inputs)]:
        old, new = old_inputs.get(name, ""), new_inputs.get(name, "")
        if old != new:
            found.append(Difference(f"input {name}", old, new))
    if not found and list(old_inputs) != list(new_inputs):
        found.append(Difference("order of inputs", ", ".join(old_inputs), ", ".join(new_inputs)))
    return tuple(found)


def _of_texts(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for code in [*before, *(code for code in after if code not in before)]:
        old, new = before.get(code, ""), after.get(code, "")
        if old != new:
            yield Difference(f"standard condition {code[:8]}", old, new)


def _lines(inputs: tuple[Input, ...], under: str = "") -> Iterator[tuple[str, str]]:
    """Each input by the way to it, with everything that the file says of it on one line."""
    for one in inputs:
        place = f"{under}{one.name}"
        yield place, _line(one)
        for option in one.options:
            yield from _lines(option.inputs, f"{place}, “{option.value}”: ")


def _line(one: Input) -> str:
    said = [one.kind.value, f"“{one.label}”"]
    if one.options:
        said.append("options: " + "; ".join(option.value for option in one.options))
    if one.list_type:
        said.append(f"list with {one.list_type.value}")
    if one.case:
        said.append(f"letters {one.case.value}")
    if one.article:
        said.append("with an article")
    if one.add_another:
        said.append(f"several: “{one.add_another}”")
    for what, text in (("before it", one.before), ("default", one.default), ("hint", one.subtext)):
        if text:
            said.append(f"{what}: “{text}”")
    if one.hide_hint:
        said.append("without the usual hint")
    return ", ".join(said)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
