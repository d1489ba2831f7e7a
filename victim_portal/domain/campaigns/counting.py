"""Numbers about other units: a small one would tell of a single case."""

FEWEST = 5
"""Below this a number of another unit isn't said: somebody who put one prisoner into a file
would else learn from it that this prisoner has a victim there. The figure is a proposal."""


def shown_number(number: int, own: bool) -> int | None:
    """The number as a manager may see it; None for a small one of another unit."""
    return number if own or number >= FEWEST else None
