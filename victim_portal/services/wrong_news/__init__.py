"""News that was wrong: stopped, recorded, frozen, and put right with whoever was reached."""

from victim_portal.services.wrong_news.beginning import put_right, report_wrong
from victim_portal.services.wrong_news.going_on import go_on, go_on_with_all
from victim_portal.services.wrong_news.reading import (
    call_list,
    list_wrong_news,
    what_is_wrong,
    wrong_news_view,
)
from victim_portal.services.wrong_news.releasing import propose_release, release, take_back
from victim_portal.services.wrong_news.thawing import propose_thaw, thaw
from victim_portal.services.wrong_news.values import (
    CallLine,
    CallList,
    Candidate,
    Choice,
    Given,
    WrongChoices,
    WrongLine,
    WrongView,
)

__all__ = [
    "CallLine",
    "CallList",
    "Candidate",
    "Choice",
    "Given",
    "WrongChoices",
    "WrongLine",
    "WrongView",
    "call_list",
    "go_on",
    "go_on_with_all",
    "list_wrong_news",
    "propose_release",
    "propose_thaw",
    "put_right",
    "release",
    "report_wrong",
    "take_back",
    "thaw",
    "what_is_wrong",
    "wrong_news_view",
]
