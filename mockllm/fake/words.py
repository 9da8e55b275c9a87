"""Our own word lists: what fakes are made of. A change here changes golden files."""

__all__ = ["COMMON", "FIELDS", "OPENINGS", "SENTENCES", "THOUGHTS"]

OPENINGS = (
    "Here is a short answer about {topic}.",
    "Let us look at {topic}.",
    "There are a few things to say about {topic}.",
    "In short, {topic} comes down to a handful of choices.",
    "Thanks for asking about {topic}.",
)
SENTENCES = (
    "The first thing to settle is what {topic} should achieve.",
    "Small steps are easier to check than large ones.",
    "Most of the work lies in the details that nobody sees.",
    "A simple example usually explains more than a long description.",
    "It helps to write the expected result down before starting.",
    "When in doubt, the plain solution tends to last longest.",
    "With {topic}, the order of the steps matters more than their number.",
    "Every assumption should be tested once, and then again after a change.",
    "Good names make {topic} easier to follow.",
    "What remains can be decided later, when more is known.",
)
THOUGHTS = (
    "The question is about {topic}.",
    "First I consider what is known about {topic}, and what is not.",
    "One way would be to answer at once; another is to go step by step.",
    "The second way is safer, so I follow it.",
    "Nothing in the request speaks against this.",
    "I check the result against the question once more.",
    "The answer should be short and to the point.",
)
COMMON = frozenset(
    "a about above after again all also an and any are as at be because been before being between both but by can "
    "could did do does done each few for from get gets getting give given go has have having he hello help her "
    "here hi him his how i if in into is it its just let like list make many may me more most much must my no not "
    "now of off on one only or other our out over own please result results return returns run same say set she "
    "should show so some such tell than that the their them then there these they this those through to tool "
    "tools under until up use used user using value values very was we were what when where which while who whom "
    "why will with would you your string number function call calls input output argument arguments data name "
    "type id".split()
)
FIELDS: dict[str, tuple[str, ...]] = {
    "first_name": ("Ada", "Grace", "Alan", "Mary", "Edith", "Linus"),
    "last_name": ("Miller", "Stone", "Fischer", "Rossi", "Novak", "Silva"),
    "name": ("Ada Miller", "Grace Stone", "Alan Fischer", "Mary Rossi", "Edith Novak", "Linus Silva"),
    "city": ("Paris", "Lisbon", "Vienna", "Oslo", "Kyoto", "Toronto"),
    "location": ("Paris", "Lisbon", "Vienna", "Oslo", "Kyoto", "Toronto"),
    "country": ("France", "Portugal", "Austria", "Norway", "Japan", "Canada"),
    "country_code": ("FR", "PT", "AT", "NO", "JP", "CA"),
    "email": ("ada@example.com", "grace@example.com", "alan@example.org", "mary@example.net"),
    "phone": ("+1 555 0100", "+1 555 0123", "+1 555 0142", "+1 555 0199"),
    "url": ("https://example.com/a", "https://example.org/b", "https://example.net/c"),
    "title": ("A quiet morning", "Notes on tides", "The long way home", "Seven small steps"),
    "color": ("red", "green", "blue", "amber", "violet"),
    "currency": ("EUR", "USD", "JPY", "GBP"),
    "language": ("en", "fr", "de", "ja"),
    "street": ("1 Harbour Lane", "22 Elm Street", "7 Mill Road"),
    "company": ("Northwind", "Acme Tools", "Blue Harbour", "Fjord Labs"),
    "setup": ("Why did the server take a nap?", "What do you call a tidy function?"),
    "punchline": ("It had too many open connections.", "A one-liner with manners."),
    "summary": ("A short account of what matters.", "The main points, in one sentence."),
    "description": ("A short account of what matters.", "What it is and what it is for."),
    "word": ("harbour", "lantern", "meadow", "copper", "river", "signal", "garden", "window"),
}
