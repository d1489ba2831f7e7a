"""Marlhaven: an invented town for the demo, in metres from its south-western corner.

It lies in the open sea, some sixty kilometres from any coast, so that no outline drawn on it
can be taken for a place where somebody lives.
"""

from dataclasses import dataclass

WIDE, TALL = 3200, 2400
SOUTH, WEST = 51.29, -5.62
"""The latitude and longitude of its corner."""

Place = tuple[int, int]


@dataclass(frozen=True)
class Way:
    """A road, a railway or a river by its places; `wide` in metres."""

    name: str
    wide: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Field:
    """A park, the sea, a school's grounds: an outline with a name at a place."""

    name: str
    kind: str
    places: tuple[Place, ...]
    label: Place


SEA = Field(
    "Marl Bay",
    "water",
    (
        *((0, 0), (0, 210), (420, 300), (900, 250), (1330, 330), (1480, 250), (1620, 330)),
        *((2100, 260), (2560, 360), (3200, 280), (3200, 0)),
    ),
    (760, 110),
)
FIELDS = (
    SEA,
    Field(
        "Castle Park",
        "green",
        ((1850, 1330), (2350, 1330), (2350, 1690), (1850, 1690)),
        (2100, 1500),
    ),
    Field("Westfield", "green", ((120, 760), (430, 700), (520, 1080), (150, 1160)), (320, 930)),
    Field(
        "Cemetery", "green", ((2700, 1880), (3010, 1900), (2990, 2180), (2690, 2160)), (2850, 2030)
    ),
    Field(
        "Marlhaven School",
        "ground",
        ((1130, 1760), (1410, 1760), (1410, 1960), (1130, 1960)),
        (1270, 1860),
    ),
    Field(
        "Hospital", "ground", ((2560, 1130), (2840, 1130), (2840, 1330), (2560, 1330)), (2700, 1230)
    ),
    Field(
        "Market", "ground", ((1190, 1090), (1370, 1090), (1370, 1200), (1190, 1200)), (1280, 1145)
    ),
    Field("Station", "ground", ((640, 1390), (820, 1390), (820, 1450), (640, 1450)), (730, 1420)),
)
RIVER = Way(
    "River Wend",
    34,
    (
        (1720, 2400),
        (1690, 2120),
        (1760, 1850),
        (1660, 1500),
        (1640, 1180),
        (1560, 820),
        (1560, 300),
    ),
)
RAILWAY = Way("", 7, ((0, 1560), (730, 1420), (1500, 1340), (2480, 1010), (3200, 900)))
MAJOR = (
    Way(
        "Harbour Road",
        16,
        ((0, 420), (520, 470), (1040, 430), (1560, 520), (2080, 450), (3200, 520)),
    ),
    Way("High Street", 15, ((1280, 460), (1300, 820), (1280, 1240), (1330, 1640), (1290, 2400))),
    Way("Station Road", 15, ((0, 1250), (620, 1290), (1280, 1240))),
    Way(
        "Bridge Street", 15, ((1280, 1240), (1640, 1220), (2000, 1200), (2480, 1220), (3200, 1360))
    ),
    Way(
        "Ring Road",
        18,
        ((0, 1980), (640, 2050), (1300, 2060), (2000, 1980), (2560, 1760), (3200, 1740)),
    ),
    Way(
        "Castle Road",
        14,
        ((2420, 470), (2450, 820), (2480, 1220), (2440, 1500), (2560, 1760), (2600, 2400)),
    ),
)
MINOR = (
    Way("Mill Lane", 9, ((560, 470), (600, 820), (620, 1290))),
    Way("Quay Street", 9, ((940, 440), (950, 830), (960, 1265))),
    Way("Rope Walk", 8, ((600, 820), (950, 830), (1300, 820))),
    Way("Chapel Lane", 8, ((585, 640), (945, 640), (1290, 640))),
    Way("Fish Street", 8, ((605, 1050), (955, 1040), (1290, 1050))),
    Way("Cooper's Row", 7, ((770, 640), (775, 1045))),
    Way("Net Loft Lane", 7, ((1120, 640), (1125, 1045))),
    Way("West Terrace", 8, ((200, 450), (240, 690), (560, 640))),
    Way("Alma Road", 8, ((560, 1290), (520, 1620), (640, 2050))),
    Way("School Lane", 8, ((520, 1620), (960, 1660), (1330, 1640))),
    Way("Larch Avenue", 8, ((960, 1660), (980, 2055))),
    Way("Hazel Close", 7, ((745, 1640), (760, 1860))),
    Way("Park Road", 9, ((1330, 1640), (1640, 1720), (1850, 1690), (2440, 1700))),
    Way("Wend Side", 8, ((1790, 1205), (1780, 900), (1720, 490))),
    Way("Orchard Street", 8, ((1780, 900), (2100, 860), (2450, 820))),
    Way("Tanner's Row", 8, ((2100, 460), (2100, 860), (2090, 1200))),
    Way("Lime Grove", 8, ((1740, 690), (2100, 670), (2440, 660))),
    Way("Cliff Road", 8, ((2450, 820), (2860, 800), (3200, 700))),
    Way("Abbey Street", 8, ((2860, 505), (2860, 800), (2880, 1300))),
    Way("Cemetery Road", 8, ((2560, 1760), (2680, 1850), (2700, 2400))),
    Way("North Road", 8, ((640, 2050), (680, 2400))),
    Way("Beech Drive", 8, ((2000, 1980), (2060, 2400))),
)
