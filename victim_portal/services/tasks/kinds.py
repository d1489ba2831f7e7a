"""Kinds of task that more than one service speaks of, and what holds for some of them."""

# Kinds that the plan settles, and the messages raise.
HELD_MESSAGE, TELEPHONE, READ_AGAIN = "held_message", "telephone", "read_again"
# What changed in a plan: settled when it was looked at.
PLAN_CHANGED = "plan_changed"
NOT_TOLD, NOT_PLANNED = "campaign_not_told", "not_planned"
# What is asked of an officer only because the person wants to be told.
CHECK_OFFENDER = "check_offender"
PROMISE = "promise"
NAME_SOMEBODY = "name_somebody"
# What is done on a page of its own, and not by saying that it was.
BROKEN_GLASS, SECOND_PERSON = "broken_glass", "second_person"
# In `about` of a task that was settled because its case closed: it comes back with the case.
SETTLED_BY = "settled_by"
REVIEW_CHANNEL, CODE_FAILED = "review_channel", "code_failed"
# Nobody ticks these off: they are done by what they ask for.
# In `about` of a task that a no ended: nobody did what it asked for.
ENDED_BY = "ended_by_answer"
SURGE, WRONG_NEWS = "surge", "wrong_news"
MISSED_SENTENCE, MISSED_SENTENCES = "missed_sentence", "missed_sentences"
BY_ACT_ALONE = frozenset({"unmatched_text", SURGE, WRONG_NEWS, MISSED_SENTENCE, MISSED_SENTENCES})
TELLING = frozenset({"make_plan", TELEPHONE, HELD_MESSAGE, REVIEW_CHANNEL, CODE_FAILED})
LONGEST = 300
AFTER_NO = "They said no. Decide whether this is done all the same: "
