"""What a use case may answer instead of doing what was asked."""

from collections.abc import Mapping


class NotFoundError(Exception):
    """There is no such thing, or none within the actor's reach: the same answer for both."""


class NotAllowedError(Exception):
    """The actor's role doesn't allow this."""


class NeedsProofError(Exception):
    """The actor must first prove again that it is them; nothing was done."""


class InvalidError(Exception):
    """What was given can't be taken; `problems` has a sentence for each field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {text}" for field, text in problems.items()))
        self.problems = dict(problems)


class ConflictError(Exception):
    """Somebody else acted in between; nothing was kept. The text is for the person."""
