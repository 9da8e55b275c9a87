"""What the failures of an upstream are called."""

__all__ = ["UpstreamError"]


class UpstreamError(Exception):
    """An upstream gave no response, or none that is whole: why, in words, and in brackets what is known besides."""

    def __init__(self, words: str, detail: object = "") -> None:
        known = " ".join(str(detail).split())
        super().__init__(f"{words} ({known})" if known else words)
