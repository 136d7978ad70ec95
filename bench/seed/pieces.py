"""What the names of invented places, organisations and promises are made of. Our own lists; no data set is copied."""


def words(text: str) -> list[str]:
    """A list that is read as a text, because it is one."""
    return text.split()


PLACE_STARTS = words("""
Ab Acker Al Alder Alver Amber Ander Apple Arden Arn Ash Asp Aver Ayle Bad Bag Ban Bar Barn Bas Bay Beck Bed Bel Ben
Ber Bex Bick Bid Bil Bin Birch Birk Bishop Black Blake Blen Blithe Bod Bol Bor Bos Bot Bow Box Brad Bram Bran Bray
Breck Bren Bret Brid Brig Brim Bris Broad Brock Brom Brook Broom Bruns Buck Bur Burn Bush Butter Cad Cal Cam Can Car
Cas Cat Caven Chad Chal Char Chat Ched Chel Cher Chil Chip Chor Church Cla Clay Cleve Cliff Clif Clo Clover Cod Col
Com Con Cop Corn Cos Cot Cow Crab Cran Craw Cress Crick Crof Crom Crook Crow Cul Cum Dag Dal Dan Dar Daven Dean Deep
Den Der Dib Dill Ding Dod Don Dor Down Dray Drif Dry Duck Dud Dul Dun Dur Dux East Eb Eck Ed Eg El Elder Elk Elm Els
Em Ender Ep Ern Es Ever Ex Fair Fal Far Farn Feather Fel Fen Fern Fif Fin Flax Fleet Flim Ford Fox Fram Fres Frith
Frod Ful Gar Gate Ged Gil Gis Glas Glen Glou God Gold Gor Gos Graf Gran Grass Graven Green Gren Grim Grin Guis Had Hag
Hal Ham Han Har Hares Hart Has Hat Haver Hawk Hawthorn Hay Hazel Head Heath Heb Hel Hem Hen Her Hex Hey High Hil Hin
Hit Hob Hod Hol Holly Hon Hop Horn Hors Hough How Huck Hul Hun Hur Ick Il In Ing Ips Ir Ivy Jar Jur Kel Kem Ken Ket
Kid Kil Kim King Kir Kit Knap Knut Lac Lad Lam Lan Lark Las Lav Law Lax Lea Lech Led Leigh Len Les Lever Lewes Lich
Lil Lim Lin Lit Liver Loch Lod Lon Long Lough Low Lox Lud Lul Lun Lut Lyd Lym Lyn Mad Maiden Mal Man Map Mar Marsh Mas
Mat May Mead Meer Mel Men Mere Mid Mil Mill Min Mit Mon Moor Mor Moss Mot Mul Mus Nan Nar Neth Nettle New Nor North
Nut Oak Oat Oc Od Ol Orch Orm Os Ot Otter Ox Pad Pal Par Pat Pear Peb Ped Pel Pem Pen Per Pet Pick Pil Pin Plum Pock
Pol Pop Por Pot Poul Prim Pud Pur Put Quen Quill Rad Rain Ram Ran Ras Raven Read Red Ren Rich Rid Ring Rip Rock Rod
Rol Rom Roos Ros Roth Row Rox Rud Rush Rut Ry Sad Saf Sal Salt Sand Saw Sax Scar Sea Sed Sel Sett Sev Shal Shap Sheep
Shel Shep Sher Ship Shor Shot Sib Sid Silver Skel Skip Slea Small Snow Sod Som South Sow Spal Spring Stain Stal Stam
Stan Stap Stave Steep Sten Ster Stoke Stone Stor Stour Strat Stret Stub Sud Sun Sut Swaf Swan Sway Swin Syl Tad Tam
Tan Tar Taver Ted Tem Ten Ter Tet Thames Thax Thirl Thistle Thorn Thorpe Thr Thur Tick Tid Til Tim Tin Tip Tis Tod Tol
Ton Tor Tot Tow Trent Trow Tun Tut Twi Ul Un Up Ux Var Ven Ver Wad Wake Wal Wan War Was Wat Way Weald Web Wed Wel Wen
Wes West Wet Wey Whal Wheat Whel Whit White Wick Wid Wil Willow Wim Win Wint Wire Wis Wit Wol Won Wood Wool Wor Wrax
Wrent Wro Wy Yal Yar Yat Yel Yor
""")

PLACE_ENDS = words("""
ton ham ley bury ford field worth wick by thorpe well wood brook bourne bridge den dale stead stock over hurst mere
combe combe cote cliffe gate hill head holme hope house lake land leigh low marsh minster mouth ness port pool ridge
sey shaw side stoke stone stow thwaite toft tree wade ware water way wold worthy yard bank beck berry bold bottom
broughton burgh burn chester church croft cross down end ering ey fleet garth grave green grove hampton hanger hayes
heath ing ingham ington kirk lingham man mead mill moor more nall nor ock oke pen pitts ry sall sea sham sford shire
shot singham sop ster sted tham thorne tley try twistle wall wardine wash wath wyke
""")

PLACE_BEFORE = ["Great", "Little", "Upper", "Lower", "North", "South", "East", "West", "Nether", "Long", "Old", "New"]
PLACE_AFTER = [
    "Green", "Hill", "Park", "Heath", "Common", "Bridge", "Magna", "Parva", "Regis", "St Mary", "on the Hill",
    "by the Sea", "under Edge", "in the Marsh", "Cross", "End", "Wood", "Abbey", "Bay", "Mills", "Lane", "Road",
]  # fmt: skip

SAINTS = words("""
Mary's John's Peter's Joseph's James' Michael's Paul's Andrew's Anne's George's Thomas' Matthew's Luke's Mark's
Patrick's Francis' Margaret's Catherine's Stephen's Nicholas' Philip's Augustine's Bede's Oswald's Cuthbert's
Edmund's Edward's Martin's Giles' Barnabas' Bartholomew's Bernadette's Bridget's Chad's Clare's Columba's David's
Dominic's Dunstan's Gregory's Helen's Hilda's Ignatius' Jude's Julian's Lawrence's Leonard's Mildred's Monica's
Osmund's Pancras' Petroc's Swithun's Teresa's Ursula's Vincent's Wilfrid's Winifred's Aidan's Alban's Aldhelm's
Ambrose's Anselm's Blaise's Botolph's Cedd's Crispin's Eanswythe's Ethelbert's Fillan's Guthlac's Kentigern's
""")

THINGS = words("""
Acorn Apple Ash Badger Beacon Beech Birch Blossom Bluebell Bramble Bridge Brook Bumblebee Butterfly Buttercup Castle
Cedar Cherry Chestnut Clover Compass Cornerstone Cygnet Daffodil Daisy Dandelion Elm Fern Fircone Firefly Fox Garden
Harbour Hare Harvest Hawthorn Hazel Heather Hedgehog Heron Holly Horizon Ivy Jigsaw Juniper Kestrel Kingfisher Ladybird
Lantern Larch Lark Lavender Lighthouse Lilac Linden Magpie Maple Marigold Meadow Mulberry Nightingale Oak Orchard Otter
Owl Pathfinder Pebble Pine Poppy Primrose Puddle Quarry Rainbow Robin Rowan Seashell Skylark Snowdrop Sparrow Spring
Squirrel Starling Stepping Sunflower Sunrise Swallow Swan Sycamore Thistle Treetop Tulip Viaduct Violet Wagtail
Watermill Willow Windmill Woodland Woodpecker Wren Yew
""")

# Who signs, how often among a thousand, and how an organisation of this kind is called. {p} a place, {s} a saint,
# {t} a thing, {n} a surname. A pattern that stands twice is drawn twice as often.
PATTERNS: dict[str, tuple[int, list[str]]] = {
    "school": (
        300,
        [
            *["{p} Primary School"] * 9, *["St {s} C of E Primary School"] * 3, "St {s} Catholic Primary School",
            "{p} C of E Primary School", "{p} Community Primary School", *["{p} Academy"] * 2, "{p} High School",
            "{p} School", "{p} Infant School", "{p} Junior School", "{p} Community School",
            "{p} Church of England School",
            "St {s} Church of England Primary School, {p}", "The {t} School", "{t} Lodge School", "{n} Primary School",
            "{p} Grammar School", "{t} Tree Primary Academy", "{p} Special School", "King {n} School, {p}",
        ],
    ),
    "early_years": (
        70,
        [
            "{p} Nursery School", "{t} Nursery", "Little {t}s Pre-School", "{p} Pre-School", "{p} Playgroup",
            "{t} Day Nursery, {p}", "St {s} Nursery", "{p} Children's Centre", "{n}'s Childminding", "{t} Tots",
        ],
    ),
    "college": (20, ["{p} College", "{p} Sixth Form College", "{p} and {p} College", "{t} College of {p}"]),
    "health": (
        60,
        [
            "{p} Surgery", "{p} Medical Centre", "The {n} Practice", "{p} Health Centre", "NHS {p}",
            "{p} Community Paediatrics", "{p} Speech and Language Therapy", "{p} Family Practice", "{t} House Surgery",
            "Dr {n} and Partners",
        ],
    ),
    "social_care": (20, ["{p} Family Support", "{p} Social Care Team", "{t} Fostering", "{p} Early Help Hub"]),
    "council_service": (
        15,
        ["{p} Council Short Breaks", "{p} SEND Service", "{p} Council Transport", "{p} Educational Psychology Service"],
    ),
    "voluntary": (
        45,
        [
            "{p} Youth Club", "The {t} Trust", "Friends of {p}", "{p} Carers", "{t} Community Group, {p}",
            "{p} Autism Group", "{p} Toy Library", "{n} Foundation", "1st {p} Scouts", "{p} Down's Syndrome Support",
            "{t} Adventure Playground",
        ],
    ),
    "parent_carer_group": (10, ["{p} Parent Carers", "{p} Parent Carer Forum", "{t} Parents' Group"]),
    "other_provider": (10, ["{p} Transport", "{n} Tuition Ltd", "{p} Therapies", "{t} Coaches of {p}"]),
    "parent_carer": (300, []),
    "professional": (100, []),
    "young_person": (35, []),
    "group": (
        15,
        ["Class {d}, {p} Primary School", "{t} Class, {p} School", "{p} Youth Council", "Year {d} at {p} Academy"],
    ),
}  # fmt: skip

ROLES = {
    "school": ["SENCO", "Head teacher", "Deputy head", "Teacher", "Teaching assistant", "Governor", "Inclusion lead"],
    "early_years": ["Manager", "Early years practitioner", "Room leader", "SENCO", "Childminder"],
    "college": ["Head of support", "Tutor", "Learning support assistant", "Principal"],
    "health": ["Practice manager", "Nurse", "Health visitor", "Paediatrician", "Occupational therapist", "GP"],
    "social_care": ["Social worker", "Family support worker", "Team lead"],
    "voluntary": ["Chair", "Trustee", "Coordinator", "Youth worker", "Volunteer"],
    "parent_carer_group": ["Chair", "Secretary", "Treasurer", "Parent carer representative"],
    "any": [
        "Speech and language therapist", "Educational psychologist", "Social worker", "Teacher", "Nurse", "Manager",
        "Personal adviser", "Teaching assistant", "Physiotherapist", "Youth worker", "Foster carer", "Coordinator",
    ],
}  # fmt: skip

DOES = """
Ask|Listen to|Ring|Visit|Invite|Write to|Meet|Thank|Welcome|Train with|Plan with|Share notes with|Learn from|Answer
""".strip().split("|")
WHOM = """
every family|our pupils|parent carers|young people|our staff|new families|the school council|brothers and sisters
|every child we see|our neighbours|families who cannot come|the parent carer forum|all our volunteers
""".replace("\n", "").split("|")
WHEN = """
before we change the timetable|twice a year|within three school days|before each review|every term|in plain words
|by the end of the week|when something goes well|before anybody else reads the report|at a time that suits them
|and say what came of it|and keep one contact for them|with pictures where that helps|on the first Monday of the month
""".replace("\n", "").split("|")
