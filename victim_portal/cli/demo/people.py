"""The invented people of the demo: staff, victims, offenders. Numbers are Ofcom's for drama."""

from dataclasses import dataclass

from victim_portal.domain.vocabulary import Role

UNIT = "Hampshire and Thames Valley"
WELSH_UNIT = "South Wales"


@dataclass(frozen=True)
class StaffPerson:
    """A member of the demo's staff."""

    email: str
    first_name: str
    last_name: str
    role: Role
    unit: str
    telephone: str = ""
    hours: str = "Monday to Friday, 9 am to 5 pm"
    hours_welsh: str = "Dydd Llun i ddydd Gwener, 9 am i 5 pm"
    languages: str = "en"


STAFF = (
    StaffPerson("moira.hughes@example.org", "Moira", "Hughes", Role.MANAGER, UNIT, "020 7946 0101"),
    StaffPerson("sam.carter@example.org", "Sam", "Carter", Role.OFFICER, UNIT, "020 7946 0102"),
    StaffPerson("priya.nair@example.org", "Priya", "Nair", Role.OFFICER, UNIT, "020 7946 0103"),
    StaffPerson(
        "gethin.pugh@example.org", "Gethin", "Pugh", Role.MANAGER, WELSH_UNIT, "029 2018 0101"
    ),
    StaffPerson(
        "nia.evans@example.org",
        "Nia",
        "Evans",
        Role.OFFICER,
        WELSH_UNIT,
        "029 2018 0102",
        languages="en cy",
    ),
    StaffPerson("iris.wells@example.org", "Iris", "Wells", Role.AUDITOR, "", "", "", ""),
    StaffPerson("ade.okafor@example.org", "Ade", "Okafor", Role.ADMINISTRATOR, "", "", "", ""),
    StaffPerson(
        "vera.lindqvist@example.org", "Vera", "Lindqvist", Role.ADMINISTRATOR, "", "", "", ""
    ),
    StaffPerson("ines.moreau@example.org", "Ines", "Moreau", Role.AUDITOR, "", "", "", ""),
    StaffPerson("paul.tanner@example.org", "Paul", "Tanner", Role.PAROLE_CASE_MANAGER, "", "", ""),
)


@dataclass(frozen=True)
class DemoCase:
    """One invented referral, and how far its case has come.

    `came` is days ago, `sentenced` too. `far` is one of queue, mine, offered, opted_in,
    planned, dated, told, heard, declined. `release_in` and `ends_in` are months ahead for
    the official dates, `parole_in` for a parole eligibility. `misspelt` is the last name as
    the referral has it, where that isn't right.
    """

    victim: tuple[str, str, str]
    offender: tuple[str, str, str]
    offence: str
    category: str
    sentence: str
    term: str
    came: int
    sentenced: int
    far: str
    relationship: str = "victim"
    language: str = "en"
    unit: str = UNIT
    release_in: int = 0
    ends_in: int = 0
    parole_in: int = 0
    misspelt: str = ""

    @property
    def name(self) -> str:
        """The victim's name, as it should be."""
        return f"{self.victim[0]} {self.victim[1]}"


CASES = (
    DemoCase(
        ("Mary", "Ashdown", "1988-04-12"),
        ("Derek", "Holt", "1979-02-03"),
        "Grievous bodily harm with intent",
        "violent",
        "SDS_PLUS",
        "P9Y",
        40,
        52,
        "told",
        release_in=52,
        ends_in=90,
    ),
    DemoCase(
        ("Leila", "Haddad", "1994-09-30"),
        ("Karl", "Brandt", "1985-11-20"),
        "Rape",
        "sexual",
        "EDS",
        "P12Y",
        900,
        915,
        "heard",
        parole_in=7,
        release_in=40,
        ends_in=100,
    ),
    DemoCase(
        ("Tom", "Whitcombe", "1971-01-25"),
        ("Shane", "Purdy", "1990-06-06"),
        "Murder",
        "murder",
        "LIFE",
        "",
        2200,
        2214,
        "heard",
        "bereaved_relative",
        parole_in=14,
    ),
    DemoCase(
        ("Ruth", "Ellison", "1969-12-02"),
        ("Shane", "Purdy", "1990-06-06"),
        "Murder",
        "murder",
        "LIFE",
        "",
        2190,
        2214,
        "declined",
        "bereaved_relative",
        parole_in=14,
    ),
    DemoCase(
        ("Grace", "Adeyemi", "2001-05-17"),
        ("Paul", "Rudge", "1982-08-14"),
        "Sexual assault",
        "sexual",
        "SDS",
        "P3Y",
        25,
        33,
        "dated",
        release_in=11,
        ends_in=30,
        misspelt="Adeyemy",
    ),
    DemoCase(
        ("Hannah", "Lister", "1998-03-09"),
        ("Craig", "Voss", "1996-10-01"),
        "Stalking",
        "stalking_harassment",
        "SDS",
        "P8M",
        6,
        11,
        "offered",
        release_in=3,
        ends_in=6,
    ),
    DemoCase(
        ("Owen", "Prothero", "1985-07-21"),
        ("Martin", "Skeet", "1976-12-12"),
        "Wounding",
        "violent",
        "SDS",
        "P5Y",
        60,
        70,
        "planned",
        language="cy",
        unit=WELSH_UNIT,
        release_in=20,
        ends_in=55,
    ),
    DemoCase(
        ("Elin", "Vaughan", "1992-02-28"),
        ("Leon", "Strake", "1988-05-05"),
        "Attempted murder",
        "violent",
        "HOSPITAL_RESTRICTED",
        "",
        30,
        41,
        "opted_in",
        language="cy",
        unit=WELSH_UNIT,
    ),
    DemoCase(
        ("Joan", "Fairley", "1955-10-10"),
        ("Dale", "Mercer", "1984-03-23"),
        "Manslaughter",
        "violent",
        "SDS",
        "P10Y",
        27,
        36,
        "mine",
        "bereaved_relative",
    ),
    DemoCase(
        ("Yusuf", "Rahman", "1990-08-08"),
        ("Neil", "Garrow", "1981-01-19"),
        "Robbery with a knife",
        "violent",
        "SDS",
        "P6Y",
        3,
        12,
        "queue",
    ),
    DemoCase(
        ("Beth", "Sandall", "2003-11-11"),
        ("Ryan", "Coyle", "2000-07-07"),
        "Sexual assault",
        "sexual",
        "SDS",
        "P4Y",
        2,
        10,
        "queue",
    ),
    DemoCase(
        ("Aisha", "Karim", "1979-06-15"),
        ("Victor", "Lund", "1973-09-09"),
        "Arson",
        "other",
        "SDS",
        "P4Y",
        1,
        9,
        "queue",
    ),
    DemoCase(
        ("Colin", "Marsh", "1966-02-14"),
        ("Gary", "Tonks", "1992-04-30"),
        "Grievous bodily harm",
        "violent",
        "SDS",
        "P4Y",
        4,
        14,
        "queue",
    ),
)
