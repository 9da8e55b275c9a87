"""The Faker provider of the fakes: one formatter per kind of field, over our own lists and dice."""

from faker import Generator
from faker.providers import BaseProvider

from mockllm.fake import words
from mockllm.stamp import HEX, Dice

__all__ = ["FieldProvider"]


class FieldProvider(BaseProvider):
    """Each method draws one text. Nothing of Faker's own lists or random numbers is used."""

    def __init__(self, generator: Generator, dice: Dice) -> None:
        super().__init__(generator)
        self.dice = dice

    def _hex(self, size: int) -> str:
        return "".join(self.dice.pick(HEX) for _ in range(size))

    def first_name(self) -> str:
        """A given name."""
        return self.dice.pick(words.FIRST_NAMES)

    def last_name(self) -> str:
        """A family name."""
        return self.dice.pick(words.LAST_NAMES)

    def name(self) -> str:
        """A full name."""
        return f"{self.first_name()} {self.last_name()}"

    def username(self) -> str:
        """A login."""
        return f"{self.first_name().lower()}{self.dice.between(10, 99)}"

    def email(self) -> str:
        """An address at a domain that is reserved for examples."""
        return f"{self.first_name().lower()}.{self.last_name().lower()}@example.com"

    def phone(self) -> str:
        """A number that is reserved for fiction."""
        return f"+1-202-555-01{self.dice.between(10, 99)}"

    def city(self) -> str:
        """A city."""
        return self.dice.pick(words.CITIES)

    def country(self) -> str:
        """A country."""
        return self.dice.pick(words.COUNTRIES)

    def country_code(self) -> str:
        """Two letters."""
        return self.dice.pick(words.COUNTRY_CODES)

    def street(self) -> str:
        """A street with its number."""
        return f"{self.dice.between(1, 199)} {self.dice.pick(words.STREETS)}"

    def postcode(self) -> str:
        """Five digits."""
        return str(self.dice.between(10_000, 99_999))

    def company(self) -> str:
        """A firm."""
        return self.dice.pick(words.BRANDS)

    def job(self) -> str:
        """An occupation."""
        return self.dice.pick(words.JOBS)

    def title(self) -> str:
        """The title of a work."""
        return self.dice.pick(words.TITLES)

    def topic(self) -> str:
        """A subject in one word."""
        return self.dice.pick(words.TOPICS)

    def sentence(self) -> str:
        """One sentence."""
        return self.dice.pick(words.SENTENCES)

    def setup(self) -> str:
        """A question that a joke starts with."""
        return self.dice.pick(words.SETUPS)

    def punchline(self) -> str:
        """What a joke ends with."""
        return self.dice.pick(words.PUNCHLINES)

    def phrase(self) -> str:
        """Two words."""
        return f"{self.dice.pick(words.ADJECTIVES)} {self.dice.pick(words.NOUNS)}"

    def word(self) -> str:
        """One word."""
        return self.dice.pick(words.NOUNS)

    def currency(self) -> str:
        """Three letters."""
        return self.dice.pick(words.CURRENCIES)

    def language(self) -> str:
        """A language."""
        return self.dice.pick(words.LANGUAGES)

    def color(self) -> str:
        """A color."""
        return self.dice.pick(words.COLORS)

    def date(self) -> str:
        """A day of the year at which the fixed clock starts."""
        return f"2026-{self.dice.between(1, 12):02}-{self.dice.between(1, 28):02}"

    def time(self) -> str:
        """A time of day with its zone."""
        return f"{self.dice.between(8, 19):02}:{self.dice.between(0, 3) * 15:02}:00Z"

    def timestamp(self) -> str:
        """A day and a time."""
        return f"{self.date()}T{self.time()}"

    def duration(self) -> str:
        """Some days or hours."""
        return self.dice.pick(("P1D", "P3D", "PT30M", "PT2H", "P1DT12H"))

    def timezone(self) -> str:
        """A zone."""
        return self.dice.pick(("UTC", "Europe/Paris", "America/New_York", "Asia/Tokyo"))

    def url(self) -> str:
        """A page of the domain that is reserved for examples."""
        return f"https://example.com/{self.word()}"

    def hostname(self) -> str:
        """A host."""
        return f"{self.word()}.example.com"

    def ip(self) -> str:
        """An address of the network that is reserved for documentation."""
        return f"192.0.2.{self.dice.between(1, 254)}"

    def ipv6(self) -> str:
        """The same for IPv6."""
        return f"2001:db8::{self.dice.between(1, 9999):x}"

    def uuid(self) -> str:
        """A UUID of version 4."""
        return f"{self._hex(8)}-{self._hex(4)}-4{self._hex(3)}-{self.dice.pick('89ab')}{self._hex(3)}-{self._hex(12)}"

    def pointer(self) -> str:
        """A JSON pointer."""
        return f"/{self.word()}/{self.dice.below(5)}"

    def one(self) -> str:
        """A digit."""
        return str(self.dice.between(1, 9))

    def regex(self) -> str:
        """A pattern."""
        return self.dice.pick(("[a-z]+", "^\\d{4}$", "\\w+"))

    def code_id(self) -> str:
        """An identifier as people give them."""
        return f"{self.dice.pick('ABCDEFGH')}{self.dice.between(1000, 9999)}"

    def path(self) -> str:
        """A file."""
        return f"src/{self.word()}.py"

    def folder(self) -> str:
        """A folder."""
        return f"src/{self.word()}"

    def command(self) -> str:
        """A harmless shell command."""
        return self.dice.pick(("ls -la", "pwd", "git status"))

    def code(self) -> str:
        """A line of Python."""
        return f'print("{self.word()}")'

    def expression(self) -> str:
        """A sum."""
        return f"{self.dice.between(1, 20)} + {self.dice.between(1, 20)}"

    def unit(self) -> str:
        """A unit of measure."""
        return self.dice.pick(("celsius", "kilometers", "kilograms"))

    def status(self) -> str:
        """How far something is."""
        return self.dice.pick(("active", "pending", "completed"))

    def version(self) -> str:
        """A version."""
        return f"{self.dice.between(1, 3)}.{self.dice.between(0, 9)}.{self.dice.between(0, 9)}"

    def symbol(self) -> str:
        """The symbol of a share."""
        return self.dice.pick(("ACME", "NWND", "BLFN"))

    def model(self) -> str:
        """A model of something."""
        return f"{self.dice.pick(words.BRANDS)} {self.dice.between(1, 9)}"

    def sql(self) -> str:
        """A query that changes nothing."""
        return f"SELECT * FROM {self.word()} LIMIT 10"  # noqa: S608 - a sample text that nobody runs

    def token(self) -> str:
        """An opaque secret that opens nothing."""
        return f"tok_{self._hex(24)}"

    def digest(self) -> str:
        """What a hash function gives."""
        return self._hex(40)

    def media_type(self) -> str:
        """The type of a file."""
        return self.dice.pick(("application/json", "text/plain", "image/png", "application/pdf"))

    def agent(self) -> str:
        """What a client calls itself."""
        return f"Mozilla/5.0 (compatible; Example/{self.dice.between(1, 9)}.0)"

    def department(self) -> str:
        """A part of a firm."""
        return self.dice.pick(("Sales", "Engineering", "Support", "Finance", "Marketing", "Operations"))

    def gender(self) -> str:
        """A gender."""
        return self.dice.pick(("female", "male", "nonbinary"))

    def month(self) -> str:
        """A month by name."""
        return self.dice.pick(words.MONTHS)

    def weekday(self) -> str:
        """A day of the week."""
        return self.dice.pick(words.WEEKDAYS)

    def grade(self) -> str:
        """How much something matters."""
        return self.dice.pick(("low", "medium", "high"))

    def locale(self) -> str:
        """A language with its country."""
        return self.dice.pick(("en-US", "en-GB", "fr-FR", "de-DE", "es-ES", "ja-JP"))

    def slug(self) -> str:
        """A name as addresses have it."""
        return f"{self.dice.pick(words.ADJECTIVES)}-{self.dice.pick(words.NOUNS)}"

    def digits(self) -> str:
        """A long number, as on a card or under a bar code."""
        return "".join(str(self.dice.below(10)) for _ in range(12))

    def iban(self) -> str:
        """What looks like the number of a bank account."""
        return f"DE{self.dice.between(10, 99)}{''.join(str(self.dice.below(10)) for _ in range(18))}"

    def spell(self) -> str:
        """How long something takes, in words."""
        return f"{self.dice.between(1, 12)} {self.dice.pick(('hours', 'days', 'weeks'))}"

    def coordinates(self) -> str:
        """A latitude and a longitude."""
        return f"{self.dice.between(-6000, 6000) / 100:.2f}, {self.dice.between(-17000, 17000) / 100:.2f}"

    def emoji(self) -> str:
        """One pictogram."""
        return self.dice.pick(("🌊", "🌿", "⭐", "🎈"))

    def filename(self) -> str:
        """A file without its folder."""
        return f"{self.word()}.{self.dice.pick(('txt', 'pdf', 'csv', 'png'))}"
