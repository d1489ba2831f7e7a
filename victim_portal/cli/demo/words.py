"""What the invented victims of the demo say."""

WISH = "I do not want him to write to me, ring me or send anybody to my door. Not ever."

NECESSITY = (
    "He wrote to her from prison in the first year. She has moved once because of it, and "
    "still sleeps badly when an unknown number rings."
)

ZONE_WISH = "I walk to work along Orchard Street. Please keep him out of there."

ZONE_NECESSITY = "He waited for her on that street in the weeks before he was arrested."

ZONE_WORDS = "Orchard Street, Castle Road, Lime Grove and Tanner's Row in Marlhaven"

# The crossings of these roads, in the invented town that the demo draws on.
ZONE_CORNERS = """
51.297730, -5.589889
51.297371, -5.584871
51.295932, -5.585014
51.296022, -5.589889
"""

NEXT_STEP = "Try again in the evening: she works early shifts."

NOTE = "Her sister's funeral is this week. Leave her in peace till it is over."

PROMISE = "Find out whether she can be seen at the library and not at the office."

STATEMENT = "\n\n".join(
    (
        "Before this happened I was somebody who walked everywhere. "
        "I knew every shop on our street.",
        "For the first two years I did not go out after dark. I changed my shifts so that I "
        "would be home by four. I lost the supervisor's job that I had waited for, because it "
        "was an evening job.",
        "My daughter was six. She learned to check the lock on the back door before she "
        "learned to ride a bike.",
        "It has been better since the move. I sleep most nights. I have friends who know, and "
        "friends who do not, and I can choose.",
        "When the letter came about the review I was back at the beginning for a week. I would "
        "be afraid to meet him by chance. I would look for him in every queue.",
    )
)

CONSENT_TO_SUPPORTER = "You can talk to my sister Faith about all of it. I would like her to know."

MISSPELT = "She spelt it out on the telephone: it ends with an i."

MISSING = "Is the address complete? The row has flats, and the referral gives no flat number."

WITHDRAWN = "The witness care unit wrote: he was a witness, not the victim. It was sent by mistake."

CONFLICT = "His brother is my neighbour, and our children play together."
