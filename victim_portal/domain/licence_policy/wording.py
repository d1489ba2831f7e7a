"""The finished wording of a condition, as it would stand on the licence.

A template holds placeholders in braces. ``{name}`` is the value of the input of that name;
``{a || b}`` is the first of them that has one. Where none has, in this order:

1. a `default` of one of them, once it is clear that nothing is to be answered there;
2. the text of the chosen option, where it stands in for the first input of another option
   ("The approved premises where you reside" beside "Name of approved premises"), unless the
   choice itself has a placeholder;
3. a gap that shows, where an answer is still owed;
4. nothing: the blanks around it close up.

What was typed is never read as a placeholder.
"""

import re
from collections.abc import Iterator
from datetime import date, time

from victim_portal.domain.licence_policy.english import (
    address_on_a_line,
    cased,
    day_in_words,
    listed,
    on_one_line,
    small_start,
    time_in_words,
    with_article,
)
from victim_portal.domain.licence_policy.values import (
    Answers,
    Input,
    InputKind,
    PolicyCondition,
    asked,
    every_input,
)

GAP = "…"
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def wording(condition: PolicyCondition, answers: Answers) -> str:
    """The condition on one line, with a visible gap for each answer that is still owed.

    `answers` may hold anything; what isn't asked for is left out. Where all of it may be
    given later and nothing was, the text with its own gaps in capitals stands.
    """
    given = settled(condition.inputs, answers)
    if condition.skippable and not given:
        return condition.text
    if condition.text_plural and _maps(condition, given) > 1:
        template = condition.text_plural
    else:
        template = condition.template or condition.text
    return _put_together(_Filling(condition.inputs, template, given).pieces())


def placeholders(template: str) -> Iterator[tuple[str, ...]]:
    """The names in each placeholder of a template, the preferred one first."""
    for found in PLACEHOLDER.findall(template):
        yield tuple(name.strip() for name in found.split("||"))


def settled(inputs: tuple[Input, ...], answers: Answers) -> dict[str, tuple[str, ...]]:
    """The answers to what is asked, as they are kept: tidy, without empty ones.

    Ticked options come in the order of the file, whatever the order of ticking.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in inputs:
        values = tuple(filter(None, (_tidy(one, text) for text in answers.get(one.name, ()))))
        if one.options:
            values = tuple(option.value for option in one.options if option.value in values)
        if one.kind is not InputKind.CHECK and not one.add_another:
            values = values[:1]
        if values:
            found[one.name] = values
        for option in one.options:
            if option.value in values:
                found |= settled(option.inputs, answers)
    return found


def value_in_words(one: Input, values: tuple[str, ...]) -> str:
    """The values of one input as they stand in the sentence, with what comes before them."""
    items = [_item(one, value) for value in values]
    return one.before + listed(items, one.list_type)


class _Filling:
    """One template and the answers to it; what the pieces of the sentence are."""

    def __init__(
        self, inputs: tuple[Input, ...], template: str, answers: dict[str, tuple[str, ...]]
    ) -> None:
        self.inputs = inputs
        self.template = template
        self.answers = answers
        self.asked = {one.name: one for one in asked(inputs, answers)}
        self.printed = {name for names in placeholders(template) for name in names}
        self.open_choices: set[str] = set()

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The sentence piece by piece, and whether each is a word of the template itself."""
        at = 0
        for match in PLACEHOLDER.finditer(self.template):
            yield on_ends(self.template[at : match.start()]), True
            names = tuple(name.strip() for name in match[1].split("||"))
            yield self._filled(names), False
            at = match.end()
        yield on_ends(self.template[at:]), True

    def _filled(self, names: tuple[str, ...]) -> str:
        for name in names:
            if name in self.answers and name in self.asked:
                return value_in_words(self.asked[name], self.answers[name])
        for way in (self._default, self._stand_in, self._gap):
            for name in names:
                text = way(name)
                if text:
                    return text
        return ""

    def _default(self, name: str) -> str:
        for one, choice, _ in self._places(name):
            owed = name in self.asked and not self.asked[name].optional
            if one.default and not owed and (choice is None or choice.name in self.answers):
                return one.default
        return ""

    def _stand_in(self, name: str) -> str:
        for one, choice, first in self._places(name):
            if choice is None or not first or one.default or choice.name in self.printed:
                continue
            chosen = self.answers.get(choice.name, ())
            for option in choice.options:
                if option.value in chosen and not option.inputs:
                    return small_start(on_one_line(option.value))
        return ""

    def _gap(self, name: str) -> str:
        if name in self.asked:
            return "" if self.asked[name].optional else GAP
        for _, choice, _ in self._places(name):
            if choice is None or choice.name in self.answers or choice.name in self.printed:
                continue
            if choice.name not in self.open_choices:
                # One gap for a choice that isn't made, however many inputs hang on it.
                self.open_choices.add(choice.name)
                return GAP
        return ""

    def _places(self, name: str) -> Iterator[tuple[Input, Input | None, bool]]:
        """Where an input stands: itself, the choice it hangs on, whether it is the first there."""
        yield from ((one, None, False) for one in self.inputs if one.name == name)
        for choice in every_input(self.inputs):
            for option in choice.options:
                for place, one in enumerate(option.inputs):
                    if one.name == name:
                        yield one, choice, place == 0


def on_ends(text: str) -> str:
    """A piece of a template with single blanks, those at its ends kept."""
    return re.sub(r"\s+", " ", text)


def _put_together(pieces: Iterator[tuple[str, bool]]) -> str:
    """The sentence; where a piece is empty, the blanks around it become one."""
    done = ""
    for piece, of_template in pieces:
        if done.endswith(" ") and piece.startswith(" "):
            piece = piece[1:]
        if done.endswith(GAP) and piece == GAP:
            piece = f" {GAP}"
        if of_template and piece[:1] in (",", ".", ";", ":"):
            done = done.rstrip(" ")
        done += piece
    return done.strip(" ")


def _tidy(one: Input, text: str) -> str:
    if one.kind is InputKind.ADDRESS:
        return "\n".join(filter(None, map(on_one_line, text.splitlines())))
    return text.strip() if one.kind in (InputKind.MAP, InputKind.LONG) else on_one_line(text)


def _item(one: Input, value: str) -> str:
    if one.kind is InputKind.ADDRESS:
        return address_on_a_line(value)
    if one.kind in (InputKind.DATE, InputKind.TIME):
        try:
            if one.kind is InputKind.DATE:
                return day_in_words(date.fromisoformat(value))
            return time_in_words(time.fromisoformat(value))
        except ValueError:
            return GAP
    text = cased(on_one_line(value), one.case)
    return with_article(text) if one.article else text


def _maps(condition: PolicyCondition, answers: Answers) -> int:
    """How many maps go with the condition."""
    kinds = {one.name: one.kind for one in every_input(condition.inputs)}
    return sum(len(v) for name, v in answers.items() if kinds.get(name) is InputKind.MAP)
