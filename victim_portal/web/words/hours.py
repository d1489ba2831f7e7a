"""The hours of a safe-contact plan, as they would be said."""

from collections.abc import Collection

from victim_portal.domain.contact import Window
from victim_portal.web.shell import DAYS, clock_time


def days_in_words(days: Collection[int]) -> str:
    """Days of the week, 0 for Monday: ``Monday to Friday``, ``Monday and Wednesday``."""
    numbers = sorted(days)
    if len(numbers) == 7:
        return "Every day"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{DAYS[numbers[0]]} to {DAYS[numbers[-1]]}"
    names = [DAYS[number] for number in numbers]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def window_in_words(window: Window) -> str:
    """Days and hours: ``Monday to Friday, 9am to 5:30pm``."""
    return f"{days_in_words(window.days)}, {clock_time(window.start)} to {clock_time(window.end)}"
