"""Names for people who don't exist: common, rare, long, short, Welsh, and with marks."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    "Aaliyah Abbie Adaeze Adam Agnieszka Ahmed Aisha Alan Alba Alfie Alice Amelia Amir Ana Andrew "
    "Angharad Anika Anna Anthony Ava Bethan Bilal Brenda Brian Bronwen Callum Carol Carys "
    "Catherine Ceri Charlotte Chloe Christopher Ciara Claire Connor Daisy Daniel David Dawn "
    "Deborah Delroy Denise Dilys Dipak Donna Dylan Eilidh Eleri Elif Elin Elizabeth Ella Emily "
    "Emma Erin Esther Ethan Fatima Ffion Fiona Florence Frances Gareth Gemma George Georgia "
    "Gethin Grace Graham Gurpreet Gwen Hannah Harpreet Harry Heather Heledd Helen Holly Ian "
    "Imogen Ioan Iqra Isaac Isla Iwan Jack Jacob Jacqueline Jade James Jamila Jan Jane Jasmine "
    "Joanna Joel John Joseph Joshua Joyce Julie Karen Kasia Kate Kayleigh Keith Kelly Kerry "
    "Khadija Kieran Kofi Laila Laura Leah Leanne Lewis Lily Linda Liam Llinos Lorraine Louise "
    "Lucy Lynne Magdalena Mair Malik Margaret Maria Mark Mary Maryam Matthew Megan Mei Mia "
    "Michael Michelle Mohammed Molly Monika Morag Morwenna Nadia Naomi Natalie Nathan Nerys Ngozi "
    "Nia Nicola Niamh Nikhil Noah Nuala Olivia Olwen Omar Oscar Owain Owen Pamela Patricia Paul "
    "Peter Phoebe Piotr Poppy Priya Rachel Rania Rashid Rebecca Renée Rhiannon Rhys Richard "
    "Robert Roberta Rohan Rosie Ruby Ruth Ryan Saanvi Samantha Samuel Sandra Sara Sarah Sean "
    "Shabnam Shanice Sharon Sian Siobhán Sioned Sofia Sophie Stella Stephen Steven Susan Sybil "
    "Tamsin Tanya Teresa Thomas Tomos Tracy Umar Una Valerie Vanessa Victoria Vikram Wendy "
    "William Winifred Yasmin Yusuf Zainab Zara Zoë Zofia"
)

LAST = _words(
    "Abbott Achebe Adeyemi Ahmed Akhtar Alder Ali Allen Anand Anderson Appleby Archer Ashdown "
    "Atkinson Bailey Baker Banerjee Barker Barnes Bashir Baxter Beech Begum Bell Bennett Beynon "
    "Birch Bowen Bradley Brennan Briggs Brook Brown Bryant Burns Butler Byrne Campbell Carey "
    "Carter Chapman Chaudhry Chen Clarke Clayton Coles Collins Conteh Cooper Court Cox Craddock "
    "Crane Cross Dafydd Daly Davies Dawson Dean Desai Devlin Dhillon Dixon Doherty Donnelly Drew "
    "Duffy Dunn Edwards Elder Ellis Emlyn Evans Farah Farooq Farrell Fenwick Field Fisher "
    "Fletcher Ford Foster Francis Fraser Frost Gallagher Garcia George Gibson Gill Glover Goodwin "
    "Gordon Graham Grant Gray Green Griffiths Gruffydd Gupta Hale Hall Hamilton Harper Harris "
    "Hart Hassan Hawthorn Hayes Heath Hewitt Hill Hobbs Holloway Hopkins Howells Hughes Hunter "
    "Hussain Ibrahim Ingram Iqbal Irving Islam Jackson Jama James Jarvis Jenkins John Johnson "
    "Jones Joseph Kamara Kapoor Kaur Kavanagh Kaya Kelly Kennedy Khan King Knight Kowalska "
    "Kowalski Kumar Lambert Lane Larkin Lawson Lee Lewis Linden Llewellyn Lloyd Logan Lowe Lyons "
    "MacDonald Mahmood Malik Marsh Martin Mason Mbeki McBride McCarthy McKenna Meredith Mills "
    "Mistry Mitchell Moore Morgan Morris Murphy Murray Nash Nguyen Nolan Norris Novak Nowak "
    "Oakley O'Brien O'Connor O'Neill Okafor Okonkwo Olsen Osei Owen Page Palmer Parfitt Parker "
    "Parry Patel Pearce Perkins Phillips Pope Powell Price Pritchard Prosser Pugh Quinn Rahman "
    "Rao Read Rees Reid Reynolds Rhodes Richards Roberts Robinson Rogers Rose Rowan Rowlands "
    "Russell Ryan Sackville Saunders Schäfer Scott Sesay Shah Sharma Shaw Simpson Singh Smith "
    "Snow Spencer Stewart Stone Sutton Szabó Tanner Taylor Thomas Thompson Thorn Tiwari Tomlinson "
    "Tremaine Turner Uddin Vaughan Vernon Wade Walker Walsh Ward Warner Watkins Watson Webb West "
    "White Whitfield Wilkins Williams Willow Wilson Wood Wright Wynne Yates Yildiz Young Zaman"
)


def chance_of(seed: int, what: str) -> Random:
    """The chance that decides about one thing: the same each time, and no secret."""
    return Random(f"{seed} {what}")  # noqa: S311 - nothing is kept safe by it


def first_name(chance: Random) -> str:
    """A first name; some people have two."""
    name = chance.choice(FIRST)
    return f"{name}-{chance.choice(FIRST)}" if chance.random() < 0.02 else name


def last_name(chance: Random) -> str:
    """A last name; some are doubled. A few names are many people's, as in a telephone book."""
    if chance.random() < 0.12:
        return chance.choice(("Smith", "Jones", "Williams", "Davies", "Patel", "Khan", "Evans"))
    name = chance.choice(LAST)
    return f"{name}-{chance.choice(LAST)}" if chance.random() < 0.04 else name
