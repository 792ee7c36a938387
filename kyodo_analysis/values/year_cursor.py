"""The place reached in a year expression and the tokens around it."""

from __future__ import annotations

from typing import Final

from kyodo_analysis.values.year_tokens import BARE, LIST, RANGE, Token

END: Final = Token("end", "")


class TokenCursor:
    """Walks over the tokens of an expression."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token so many places ahead, END behind the last one."""
        place = self.position + ahead
        return self.tokens[place] if place < len(self.tokens) else END

    def before(self, back: int) -> Token:
        """The token so many places back, END before the first one."""
        place = self.position - back
        return self.tokens[place] if place >= 0 else END

    def skip(self, *kinds: str) -> None:
        """Passes over the tokens of these kinds."""
        while self.peek().kind in kinds:
            self.position += 1

    def leads_to_a_year(self) -> bool:
        """Whether a bare number is the first of a range or list whose last number has 年 (3～5年度に実施)."""
        ahead = 0
        while self.peek(ahead).kind == BARE and not self.peek(ahead).text.endswith(("年", "年度")):
            if self.peek(ahead + 1).kind not in (RANGE, LIST):
                return False
            ahead += 2
        return ahead > 0 and self.peek(ahead).kind == BARE
