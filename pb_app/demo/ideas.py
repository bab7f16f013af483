"""What people of the demonstration propose and say. All of it is made up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Idea:
    """A proposal: costs in pounds, which outcome it serves, how likely each leaning is to choose it (in tenths)."""

    title: str
    what_and_why: str
    place: str
    who_benefits: str
    costs: tuple[tuple[str, int], ...]
    outcome: int = 0
    young: int = 0
    shore: int = 0
    others: int = 0


KIRKTON = (
    Idea(
        "Lights along the burn path",
        "The path by the burn is the short way to school and to the surgery, and from October to March it is dark by "
        "four. Twelve solar lights would make it usable all winter without cabling.",
        "The burn path from the school gate to Mill Street",
        "Pupils, people who walk to the surgery, and anyone who now takes the long way round by the road.",
        (("Twelve solar lights", 9_600), ("Posts and fitting", 2_400)),
        outcome=2,
        young=7,
        shore=3,
        others=8,
    ),
    Idea(
        "A pump track for bikes and scooters",
        "There is nowhere for over-tens to ride but the car park. A small asphalt pump track takes bikes, scooters, "
        "skates and wheelchairs, needs no staff, and is used from the day it opens.",
        "The corner of the playing field beside the pavilion",
        "Children and young people, and the shoppers who now share the car park with them.",
        (("Track and drainage", 31_000), ("Benches and signs", 1_500)),
        outcome=1,
        young=9,
        shore=1,
        others=3,
    ),
    Idea(
        "Gaelic after-school club",
        "Two afternoons a week of games, songs and homework in Gaelic, run by the parents' group with a paid leader. "
        "Twenty-two families have said they would come.",
        "Kirkton school hall",
        "Families who want Gaelic outside lessons, and children whose grandparents speak it.",
        (("A leader for a school year", 3_900), ("Books and games", 600)),
        outcome=1,
        young=4,
        shore=2,
        others=4,
    ),
    Idea(
        "Harbour swimming steps",
        "The old steps are slippery and broken. New steps with a rail would let the morning swimmers in safely, and "
        "children learn to swim in the sea as their parents did.",
        "The small harbour, north side",
        "Swimmers of all ages, the canoe club, and people who come to watch.",
        (("Steps and rail", 11_200), ("Survey", 800)),
        young=3,
        shore=9,
        others=2,
    ),
    Idea(
        "Community minibus for a year",
        "The last bus leaves at ten to six. A shared minibus with volunteer drivers would run on three evenings "
        "a week, on Saturdays, and to hospital appointments on request.",
        "All of Kirkton, with a stop at the shore road",
        "People without a car, young people in the evening, and older people with appointments.",
        (("Lease for a year", 9_000), ("Insurance and fuel", 6_000), ("Training of drivers", 1_000)),
        outcome=2,
        young=4,
        shore=6,
        others=7,
    ),
    Idea(
        "Tool library and repair evenings",
        "A shed of tools to borrow and a fortnightly evening where people who can mend things show others how. It "
        "saves money and keeps good things out of the skip.",
        "The old stables behind the library",
        "Anyone who needs a drill twice a year, and those who know how to use one.",
        (("Tools", 3_200), ("Shelves and heater", 1_300)),
        young=3,
        shore=3,
        others=5,
    ),
    Idea(
        "Defibrillator at the shore",
        "The nearest defibrillator is fourteen minutes away on foot. One at the shelter, with yearly training, would "
        "serve the harbour, the beach and the sixty houses on the shore road.",
        "The bus shelter on the shore road",
        "People who live, work or swim at the shore.",
        (("Defibrillator and cabinet", 1_700), ("Training for two years", 400)),
        young=2,
        shore=8,
        others=5,
    ),
    Idea(
        "New roof for the band hall",
        "The hall floods when it rains from the west. A new roof would let the band, the drama club and the food share "
        "use it all year.",
        "The band hall, Church Street",
        "Four groups and the forty people who come to the food share each week.",
        (("Roof", 24_000), ("Scaffolding", 3_500)),
        outcome=1,
        young=2,
        shore=2,
        others=6,
    ),
)

AUTUMN = (
    Idea(
        "Benches on the hill road",
        "Three benches where people now stand to catch their breath, so that the walk up to the cemetery and the new "
        "houses can be made in stages.",
        "The hill road, at the bends",
        "People who find the hill steep, and their visitors.",
        (("Three benches", 2_700), ("Bases", 900)),
        outcome=2,
    ),
    Idea(
        "Winter warm room",
        "A heated room with soup, newspapers and a socket for every chair, five days a week from November to March.",
        "The church hall, side room",
        "Anyone whose house is cold in the daytime, and anyone who would like company.",
        (("Heating for a winter", 4_200), ("Soup and cups", 1_800)),
        outcome=2,
    ),
    Idea(
        "Young people's film nights",
        "Eight film nights chosen and run by people of twelve to eighteen, with a discussion afterwards.",
        "Kirkton school hall",
        "Young people, who have nowhere to go on a Friday without money.",
        (("Licences", 1_100), ("Screen and sound", 2_300)),
        outcome=1,
    ),
    Idea(
        "Otter-proof fence for the community hens",
        "The hens feed the school kitchen. The otters have found them. A proper fence lasts twenty years.",
        "The community garden",
        "The school kitchen, the gardeners, and the hens.",
        (("Fence and gate", 1_900),),
    ),
    Idea(
        "Safe crossing by the shop",
        "A raised crossing where the path to school meets the main street, with a lower kerb on both sides.",
        "Main Street, at the shop",
        "Pupils, wheelchair users and people with prams.",
        (("Crossing and kerbs", 14_500),),
        outcome=2,
    ),
)

SHORE = (
    Idea(
        "Seaweed composting for the allotments",
        "After each storm the slip is covered. We would gather it, compost it and share it out.",
        "The slip and the allotments",
        "Gardeners, and people who use the slip.",
        (("Bays and a barrow", 1_200),),
    ),
    Idea(
        "A shelter at the ferry pier",
        "Two walls and a roof, so that people waiting for the ferry are not soaked before the day begins.",
        "The pier",
        "Pupils and workers who take the early ferry, and visitors.",
        (("Shelter", 7_800), ("Fitting", 1_600)),
        outcome=2,
    ),
    Idea(
        "Cuimhne a' Chladaich: stories of the shore",
        "Recordings of older people telling in Gaelic and English what the places on the shore are called and why, "
        "with a small map at each place.",
        "Along the shore path",
        "Learners, families and visitors.",
        (("Recording and editing", 3_300), ("Map posts", 1_400)),
        outcome=2,
    ),
)

TALK = (
    ("neighbour", "Would it keep the rain out when the wind is from the west? The old one never did."),
    ("resident", "The back wall is to the west, and one side can be closed. The ferry crew helped with the drawing."),
    ("neighbour", "Then I am for it. My daughter takes the early ferry and is wet before school begins."),
    ("facilitator", "Has anybody asked the harbour master where it may stand?"),
    ("resident", "Yes: beside the ticket hut, clear of the ramp. It is in the costs."),
)
