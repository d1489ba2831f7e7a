"""Policy texts that tests start from."""

from victim_portal.domain.retention import RetentionKind

SMALL = """
version = "test"

[[clock]]
kind = "referral"
event = "sentence"
amount = 10
unit = "working_days"
effective_from = 2021-04-01
source = "a"

[[clock]]
kind = "first_contact"
event = "referral"
amount = 20
unit = "working_days"
effective_from = 2021-04-01
source = "a"

[[clock]]
kind = "short_sentence_contact"
event = "sentence"
amount = 15
unit = "days"
effective_from = 2022-04-01
source = "a"

[[eligibility]]
id = "first"
offence_categories = ["sexual"]
sentence_types = ["SDS"]
min_term = "P12M"
max_term_exclusive = "P4Y"
route = "statutory"
reason = "Because."
source = "a"

[[lead_time]]
stage = "pre_release"
event = "release"
side = "before"
amount = 8
unit = "weeks"
effective_from = 2021-04-01
source = "a"

[[lead_time]]
stage = "pre_release"
event = "release"
side = "before"
amount = 10
unit = "weeks"
effective_from = 2027-01-01
source = "a"

[[attempts]]
minimum = 3
over_days = 28
effective_from = 2021-04-01
source = "a"

[[review_period]]
name = "channel_confirmation"
amount = 12
unit = "months"
effective_from = 2021-04-01
source = "a"

[[glass]]
minutes = 60
tries_an_hour = 10
effective_from = 2021-04-01
source = "a"

[[first_contact]]
step = "first_letter"
after = "referral"
amount = 3
unit = "working_days"
times = 1
effective_from = 2021-04-01
source = "a"

[[first_contact]]
step = "telephone"
after = "first_letter"
amount = 5
unit = "working_days"
times = 2
apart = 2
effective_from = 2021-04-01
source = "a"

[[first_contact]]
step = "visit_offered"
after = "telephone"
amount = 0
unit = "days"
times = 1
effective_from = 2021-04-01
source = "a"

[[first_contact]]
step = "second_letter"
after = "telephone"
amount = 2
unit = "weeks"
times = 1
effective_from = 2021-04-01
source = "a"

[[first_contact]]
step = "door_open_letter"
after = "second_letter"
amount = 1
unit = "months"
times = 1
effective_from = 2021-04-01
source = "a"
""" + "".join(
    f"""
[[retention]]
kind = "{kind}"
months = 7
effective_from = 2021-04-01
source = "a"
"""
    for kind in RetentionKind
)
"""A whole policy with few rows, in units and gaps other than the shipped ones."""
