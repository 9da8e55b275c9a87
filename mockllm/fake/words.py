"""The word lists of the fakes, in the order that decides what is drawn: append only, or golden bytes change."""

__all__ = [
    "ADJECTIVES",
    "BRANDS",
    "CITIES",
    "COLORS",
    "COUNTRIES",
    "COUNTRY_CODES",
    "CURRENCIES",
    "FIRST_NAMES",
    "GREETINGS",
    "JOBS",
    "KNOWN_PERSONS",
    "KNOWN_PLACES",
    "LANGUAGES",
    "LAST_NAMES",
    "MONEY",
    "MONTHS",
    "NOT_NAMES",
    "NOUNS",
    "PUNCHLINES",
    "REGIONS",
    "SENTENCES",
    "SETUPS",
    "SPOKEN",
    "STOP_WORDS",
    "STREETS",
    "TITLES",
    "TOPICS",
    "VERBS",
    "WEEKDAYS",
]

FIRST_NAMES = tuple(
    "Alice Ben Clara David Elena Felix Grace Hugo Iris Jonas Kira Leo Mara Noah Olivia Paul Quinn Rosa Samuel Tara "
    "Umar Vera Wanda Xavier Yara Zoe".split()
)
LAST_NAMES = tuple(
    "Adams Baker Carter Diaz Evans Fischer Garcia Hughes Ivanov Jensen Keller Lopez Meyer Novak Olsen Parker Reyes "
    "Silva Turner Ueda Vance Weber Young Zhang".split()
)
CITIES = (
    "Paris",
    "London",
    "Berlin",
    "Tokyo",
    "Madrid",
    "Rome",
    "Oslo",
    "Lisbon",
    "Vienna",
    "Toronto",
    "Sydney",
    "Boston",
    "Chicago",
    "Seattle",
    "San Francisco",
    "New York",
    "Los Angeles",
    "Mexico City",
    "Cape Town",
    "Singapore",
    "Mumbai",
    "Seoul",
    "Dublin",
    "Prague",
    "Zurich",
    "Amsterdam",
    "Barcelona",
    "Munich",
    "Beijing",
    "Cairo",
)
COUNTRIES = (
    "France",
    "Germany",
    "Japan",
    "Spain",
    "Italy",
    "Norway",
    "Portugal",
    "Austria",
    "Canada",
    "Australia",
    "Mexico",
    "Brazil",
    "India",
    "Ireland",
    "Switzerland",
    "England",
    "UK",
    "USA",
    "China",
    "Kenya",
)
COUNTRY_CODES = tuple("FR DE JP ES IT NO PT AT CA AU".split())
CURRENCIES = tuple("USD EUR GBP JPY CHF".split())
LANGUAGES = tuple("English French German Spanish Japanese Italian Portuguese Dutch".split())
COLORS = tuple("red blue green yellow orange purple teal gray".split())
JOBS = ("engineer", "designer", "teacher", "analyst", "nurse", "editor", "architect", "researcher")
BRANDS = tuple("Northwind Brightleaf Stonebridge Clearwater Bluefin Redwood Silverline Greenfield".split())
STREETS = ("Main Street", "Oak Avenue", "Mill Road", "Station Road", "Park Lane", "Hill Street", "River Drive")
ADJECTIVES = tuple("quiet bright simple early steady northern hidden gentle clear modern small golden".split())
NOUNS = tuple("river garden window signal harbor market forest letter bridge engine morning island".split())
TOPICS = tuple("travel science music cooking history health finance sports education technology".split())
TITLES = ("The Quiet River", "A Bright Morning", "Notes on Clarity", "The Hidden Garden", "Small Steps", "First Light")
SETUPS = (
    "Why did the cat sit on the computer?",
    "Why did the programmer leave the party early?",
    "What did one ocean say to the other?",
    "Why was the math book sad?",
)
PUNCHLINES = (
    "It wanted to keep an eye on the mouse.",
    "There was a bug that would not wait.",
    "Nothing, they just waved.",
    "It had too many problems.",
)
SENTENCES = (
    "It comes down to a few simple points.",
    "The details depend on the setting, but the main idea stays the same.",
    "A small example makes this easier to see.",
    "Most people start with the basics and build from there.",
    "It helps to take one step at a time.",
    "There is more than one good way to look at it.",
    "The best choice depends on what matters most to you.",
    "In practice, the simple approach often works well.",
    "A little preparation makes a clear difference.",
    "That covers the essentials.",
    "From there, the rest follows naturally.",
    "It is worth checking the result before moving on.",
)
GREETINGS = (
    "Hello! How can I help you today?",
    "Hi there! What can I do for you?",
    "Hello! What would you like to do?",
    "Hey! What is on your mind?",
    "Hello there! How may I help?",
    "Hi! What can I help you with?",
)

KNOWN_PERSONS = tuple(
    "Ada Adam Alan Alex Amy Ana Andrew Ann Anna Anne Anthony Bob Carl Carlos Carol Charles Chris Dan Daniel Dave Diana "
    "Donald Ed Emily Emma Eric Eva Frank George Hans Helen Henry Jack James Jane Jean Jeff Jim Joan Joe John Jose José "
    "Juan Julia Karen Kate Kevin Laura Linda Lisa Lucy Luis Luke Maria Marie Martin Mary Matt Max Michael Mike "
    "Nick Nina Oliver Oscar Pablo Pedro Peter Philip Rachel Ravi Robert Ruth Sam Sara Sarah Sofia Sophie Steve "
    "Sue Susan Thomas Tim Tom Tony Victor Walter William Dr Mr Mrs Ms".split()
)
"""Given names that are taken for names of persons, beside those that are drawn."""

KNOWN_PLACES = tuple(
    "Athens,Atlanta,Austin,Bangkok,Bogota,Brussels,Budapest,Buenos Aires,Copenhagen,Dallas,Delhi,Denver,Dubai,"
    "Edinburgh,Florence,Frankfurt,Geneva,Hamburg,Helsinki,Hong Kong,Houston,Istanbul,Jakarta,Kyiv,Kyoto,Lagos,Lima,"
    "Lyon,Manchester,Marseille,Melbourne,Miami,Milan,Montreal,Moscow,Nairobi,Naples,New Delhi,Osaka,Philadelphia,"
    "Phoenix,Porto,Portland,San Diego,San Jose,Santiago,Sao Paulo,Shanghai,Stockholm,Taipei,Tallinn,Vancouver,Venice,"
    "Warsaw,Washington,California,Texas,Florida,Europe,Asia,Africa,America,Argentina,Belgium,Chile,Colombia,Denmark,"
    "Egypt,Finland,Greece,Hungary,Iceland,Indonesia,Israel,Korea,Netherlands,New Zealand,Nigeria,Peru,Philippines,"
    "Poland,Romania,Russia,South Africa,Sweden,Thailand,Turkey,Ukraine,United Kingdom,United States,Vietnam".split(",")
)
"""Places that are taken for such, beside those that are drawn."""

REGIONS = (
    "California",
    "Texas",
    "Florida",
    "Ontario",
    "Scotland",
    "Wales",
    "Netherlands",
    "Belgium",
    "Denmark",
    "Sweden",
)
"""What may follow the name of a city and a comma, beside countries."""

MONEY = tuple("USD EUR GBP JPY CHF CAD AUD CNY INR BRL SEK NOK DKK PLN MXN BTC ETH".split())
"""Codes of currencies."""

MONTHS = tuple("January February March April May June July August September October November December".split())
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
SPOKEN = tuple(
    "English French German Spanish Japanese Italian Portuguese Dutch Chinese Mandarin Korean Russian Arabic Hindi "
    "Polish Swedish Turkish Greek".split()
)
"""Languages that a prompt may name."""

STOP_WORDS = frozenset(
    "a about above after again all also am an and any are aren as ask at based be because been before being below both "
    "but by call called calls can cannot could current did do does doing don done down each either else etc example "
    "few first following for format from function functions further get gets getting give given gives go had has have "
    "having he hello help her here hey hi him his how however i id if in info information input into is isn it its "
    "itself just key kindly know let like ll make makes many may me might more most must my myself name need needs new "
    "no nor not now object of off ok on once one only optional or other our out output over own parameter parameters "
    "please provide provided query re request required response result results return returns s same shall she should "
    "show so some specific specified string such t take tell text than thank thanks that the their them then there "
    "these they this those through to together too tool tools two type under until up us use used user users uses "
    "using value values ve very via want wants was we were what when where whether which while who whom whose why "
    "will with within without would yes you your yours yourself data find item items list number numbers".split()
)
"""Words that ask for nothing in particular, also those that every tool's description has."""

VERBS = frozenset(
    "add build change check compute create delete determine display do edit execute fetch generate insert load look "
    "lookup manage modify obtain open perform post process provide read remove render retrieve run save search select "
    "send start stop store submit summarize update view write".split()
)
"""Verbs that many tools share: they ask for a tool only when its name has nothing else."""

NOT_NAMES = frozenset(
    "add answer api are ask book build buy contact email invite meet sell visit "
    "calculate call can check compare compute convert could count create delete "
    "describe do does draft draw edit execute explain extract fetch find fix generate get give hello hey hi how http "
    "https i id if in is it json let list look make may me multiply my no ok on open order plan play please post print "
    "put read remind remove repeat reply respond return run save say schedule search send set should show sort start "
    "stop subtract sum summarize tell thank thanks that the then there they this today tomorrow translate try turn "
    "update url use using was we what when where which who why will with would write xml yes you your".split()
)
"""Words that start a sentence with a capital and are no names."""
