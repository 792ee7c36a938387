"""A token: a frozen record of our own, whatever engine found it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A token with Janome's values; `start` counts characters from the start of the text.

    An unknown word has the reading '*' and its surface for a base form, as Janome gives them. `kind` says where the
    word comes from: known (IPADIC), unknown (made from its characters) or user (the user dictionary).
    """

    surface: str
    base_form: str
    reading: str
    part_of_speech: str
    start: int
    kind: str = "known"

    @property
    def end(self) -> int:
        """The index behind the token's last character."""
        return self.start + len(self.surface)
