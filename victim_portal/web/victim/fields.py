"""What the victims' forms share: a text as it was typed, nothing cut off."""

from flask import request


def typed(name: str) -> str:
    """What was typed into a field; the whole request has a limit of its own."""
    return request.form.get(name, "")
