"""Ids of Prediction Guard's answers: a word for what it is, then a UUID or 32 letters and digits."""

from mockllm.stamp import BASE62, HEX, Stamp, letters

__all__ = ["lettered", "uuid"]


def uuid(stamp: Stamp, word: str) -> str:
    """Such as `chat-0b1c8e0a-3f52-4c3e-a2c9-5f1d7a9b6c2d`."""

    def make(drawn: Stamp) -> str:
        text = letters(drawn.unique + f"guarded-{word}".encode(), HEX, 30)
        return f"{word}-{text[:8]}-{text[8:12]}-4{text[12:15]}-a{text[15:18]}-{text[18:]}"

    return stamp.draw(f"guarded-{word}", make)


def lettered(stamp: Stamp, word: str) -> str:
    """Such as `pii-MCZ68Tol2Laj0HgoJtvS5CaSljISkWN1`."""
    return stamp.id(f"guarded-{word}", f"{word}-", BASE62, 32)
