"""The offer of the scheme and its answer: recorded by who, when, how, in which words."""

from victim_portal.services.enrolment.asking import answer_asked, possible_answers
from victim_portal.services.enrolment.changing import change_level, change_own_level
from victim_portal.services.enrolment.consent import consent_words
from victim_portal.services.enrolment.level import level_now, set_level
from victim_portal.services.enrolment.recording import (
    record_answer,
    record_offer,
    record_own_answer,
)
from victim_portal.services.enrolment.values import AnswerAsked, AnswerInput, LastAnswer, LevelInput

__all__ = [
    "AnswerAsked",
    "AnswerInput",
    "LastAnswer",
    "LevelInput",
    "answer_asked",
    "change_level",
    "change_own_level",
    "consent_words",
    "level_now",
    "possible_answers",
    "record_answer",
    "record_offer",
    "record_own_answer",
    "set_level",
]
