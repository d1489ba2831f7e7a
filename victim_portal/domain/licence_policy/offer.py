"""What an officer can choose from: a version of the official policy, or the plain summaries.

The package ships its own plain summaries of what victims ask for. Where a policy was
imported, its conditions are offered with the official wording, and a summary stands beside
the condition of the same code. Without one the summaries are offered by themselves. Both
look the same from here on.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from victim_portal.domain import conditions as own
from victim_portal.domain.conditions import Catalogue, CatalogueError, Condition
from victim_portal.domain.licence_policy.changes import condition_differences
from victim_portal.domain.licence_policy.inputs import answer_problems
from victim_portal.domain.licence_policy.values import (
    Answers,
    Input,
    InputKind,
    LicencePolicy,
    PolicyCondition,
    every_input,
)
from victim_portal.domain.licence_policy.wording import settled, wording

BESPOKE = "bespoke"
ASKED_MOST = "What victims ask for most"
NAMES_PEOPLE = frozenset({"NoContactWithVictim", "NamedIndividuals"})
"""Types of conditions whose wording names somebody who may be a victim."""
LONGEST_TITLE = 80


@dataclass(frozen=True)
class Offered:
    """One condition that can be asked for.

    `text` is its wording with gaps, as it stands in the catalogue. `names_victim` and
    `needs_map` say what the offender will see; `alternative` is the code of a condition that
    does without, or empty. `asked_often`: it has a plain summary of the portal's own.
    """

    code: str
    title: str
    summary: str
    category: str
    text: str
    names_victim: bool
    needs_map: bool
    alternative: str
    inputs: tuple[Input, ...]
    asked_often: bool
    condition: Condition | PolicyCondition

    @property
    def short_code(self) -> str:
        """The code as people say it; empty for what stands in no catalogue."""
        return "" if self.code == BESPOKE else self.code[:8]

    @property
    def may_wait(self) -> bool:
        """Whether its inputs may be left to those who decide."""
        return isinstance(self.condition, PolicyCondition) and self.condition.skippable

    @property
    def monitored(self) -> bool:
        """Whether those who decide are asked for a tag with it."""
        return isinstance(self.condition, PolicyCondition) and self.condition.monitored


@dataclass(frozen=True)
class Offer:
    """One version of everything that can be asked for, in the order of its catalogue."""

    version: str
    official: bool
    conditions: Mapping[str, Offered]

    def get(self, code: str) -> Offered | None:
        """The condition of a code, or None. A policy's are also found by eight digits."""
        found = self.conditions.get(code)
        if found is None and len(code) == 8:
            found = next((one for one in self.conditions.values() if one.short_code == code), None)
        return found

    def alternative_to(self, one: Offered) -> Offered | None:
        """The condition that does without name or map, if there is one."""
        return self.get(one.alternative) if one.alternative else None

    def categories(self) -> tuple[str, ...]:
        """The categories in the catalogue's order."""
        return tuple(dict.fromkeys(one.category for one in self.conditions.values()))

    def found(self, typed: str = "", category: str = "") -> tuple[Offered, ...]:
        """The conditions of a category that hold every word that was typed, somewhere."""
        words = typed.casefold().split()
        return tuple(
            one
            for one in self.conditions.values()
            if (not category or one.category == category)
            and all(word in _searched(one) for word in words)
        )


def shipped_offer(catalogue: Catalogue) -> Offer:
    """The portal's own plain summaries by themselves."""
    offered = {code: _own(one) for code, one in catalogue.conditions.items()}
    return Offer(catalogue.version, official=False, conditions=MappingProxyType(offered))


def policy_offer(policy: LicencePolicy, catalogue: Catalogue, titles: Mapping[str, str]) -> Offer:
    """A version of the official policy, and what none of its conditions covers.

    `titles` are short plain names by the first eight digits of the codes.
    """
    everything = policy.conditions.values()
    # A category has its short name on some of its conditions alone.
    short = {one.category: one.category_short for one in everything if one.category_short}
    offered = {one.code: _official(one, catalogue, titles, short) for one in everything}
    bespoke = catalogue.get(BESPOKE)
    if bespoke is not None:
        offered[BESPOKE] = _own(bespoke)
    whole = Offer(policy.version, official=True, conditions=offered)
    checked = {code: _with_alternative(one, whole) for code, one in offered.items()}
    return Offer(policy.version, official=True, conditions=MappingProxyType(checked))


def load_titles(text: str) -> Mapping[str, str]:
    """The short plain names in a TOML file. Raises CatalogueError."""
    try:
        found = tomllib.loads(text).get("titles")
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"Titles: the text isn't valid TOML: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise CatalogueError("Titles: there must be a table [titles] of texts.")
    return MappingProxyType(found)


def wording_of(one: Offered, answers: Answers) -> str:
    """The condition as it would stand on the licence, on one line; gaps show as "…"."""
    if isinstance(one.condition, PolicyCondition):
        return wording(one.condition, answers)
    return own.wording(one.condition, _single(answers))


def problems_of(one: Offered, answers: Answers, today: date) -> dict[str, str]:
    """A sentence for each input that can't be taken, by its name."""
    if isinstance(one.condition, PolicyCondition):
        return answer_problems(one.condition, answers, today)
    return own.input_problems(one.condition, _single(answers))


def kept_answers(one: Offered, answers: Answers) -> dict[str, tuple[str, ...]]:
    """The answers as a request keeps them: those that are asked for, tidy."""
    if isinstance(one.condition, PolicyCondition):
        return settled(one.inputs, answers)
    typed = _single(answers)
    return {field.name: (typed.get(field.name, "").strip(),) for field in one.condition.inputs}


def stored_answers(one: Offered, answers: Answers) -> dict[str, str | list[str]]:
    """The same as the record holds it: the summaries' inputs have one value each."""
    kept = kept_answers(one, answers)
    if isinstance(one.condition, PolicyCondition):
        return {name: list(values) for name, values in kept.items()}
    return {name: values[0] for name, values in kept.items()}


def newer_version(one: Offered, version: str, in_use: Offer) -> str:
    """What an officer should know where a request stands on an older version than is in use.

    Empty where it stands on the newest, or reads the same there.
    """
    if version == in_use.version or not in_use.official:
        return ""
    now = in_use.get(one.short_code or one.code)
    named = f"Version {in_use.version} of the licence conditions policy is in use now."
    if now is None:
        return f"{named} It doesn't have this condition. The request stays as it is."
    if isinstance(one.condition, PolicyCondition) and isinstance(now.condition, PolicyCondition):
        if not condition_differences(one.condition, now.condition):
            return ""
        return f"{named} There this condition reads otherwise. The request stays as it is."
    if one.code == BESPOKE:
        return ""
    return (
        f"{named} This request is in the portal's own plain words. The official wording can be "
        "chosen for it."
    )


def areas_of(one: Offered, answers: Answers) -> tuple[str, ...]:
    """The areas of its maps in words; they go with the wording, and a map with each.

    The portal's own conditions with a map have one area: the boundary that they ask for.
    """
    kind = InputKind.MAP if isinstance(one.condition, PolicyCondition) else InputKind.LONG
    maps = [field.name for field in every_input(one.inputs) if field.kind is kind]
    if not one.needs_map:
        return ()
    given = kept_answers(one, answers)
    return tuple(area for name in maps for area in given.get(name, ()) if area)


def _single(answers: Answers) -> dict[str, str]:
    return {name: values[0] if values else "" for name, values in answers.items()}


def _own(one: Condition) -> Offered:
    kinds = {own.InputKind.TEXT: InputKind.TEXT, own.InputKind.TEXTAREA: InputKind.LONG}
    return Offered(
        code=one.code,
        title=one.title,
        summary=one.summary,
        category=ASKED_MOST if one.code != BESPOKE else one.title,
        text=own.wording(one, {}),
        names_victim=one.names_victim,
        needs_map=one.needs_map,
        alternative=one.alternative,
        inputs=tuple(
            Input(
                kinds[field.kind],
                field.name,
                field.label if field.required else f"{field.label} (optional)",
                optional=not field.required,
                hint=field.hint,
            )
            for field in one.inputs
        ),
        asked_often=one.code != BESPOKE,
        condition=one,
    )


def _official(
    one: PolicyCondition,
    catalogue: Catalogue,
    titles: Mapping[str, str],
    short: Mapping[str, str],
) -> Offered:
    summary = catalogue.get(one.short_code)
    return Offered(
        code=one.code,
        title=summary.title if summary else titles.get(one.short_code) or _cut(one.text),
        summary=summary.summary if summary else one.subtext,
        category=short.get(one.category, one.category),
        text=one.text,
        names_victim=one.type in NAMES_PEOPLE or bool(summary and summary.names_victim),
        needs_map=any(field.kind is InputKind.MAP for field in every_input(one.inputs)),
        alternative=summary.alternative if summary else "",
        inputs=one.inputs,
        asked_often=summary is not None,
        condition=one,
    )


def _with_alternative(one: Offered, offer: Offer) -> Offered:
    """The same with the whole code of its alternative, or with none where it has none here."""
    other = offer.get(one.alternative) if one.alternative else None
    without = other is not None and not (other.names_victim or other.needs_map)
    code = other.code if other is not None and without else ""
    return replace(one, alternative=code)


def _searched(one: Offered) -> str:
    return " ".join((one.title, one.summary, one.category, one.text, one.code)).casefold()


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TITLE:
        return text.rstrip(".")
    return f"{text[:LONGEST_TITLE].rpartition(' ')[0]} …"


def in_groups(found: tuple[Offered, ...]) -> Iterator[tuple[str, tuple[Offered, ...]]]:
    """The conditions by category, in the order in which they came."""
    for category in dict.fromkeys(one.category for one in found):
        yield category, tuple(one for one in found if one.category == category)
