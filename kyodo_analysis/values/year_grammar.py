"""The grammar of year expressions: tokens to spans of fiscal years (the decisions stand in `fiscal_years`)."""

from __future__ import annotations

from calendar import monthrange

from kyodo_analysis.values.era import LEAP_YEAR
from kyodo_analysis.values.year_cursor import END, TokenCursor
from kyodo_analysis.values.year_spans import Point, Span, join_open_ends, last_year_of, month_count, point_of
from kyodo_analysis.values.year_tokens import (
    BACKWARD,
    BARE,
    DAY,
    DURATION,
    FROM,
    LIST,
    MODIFIER,
    MONTHS,
    NO_PART,
    PAREN,
    PART,
    RANGE,
    RELATIVE,
    SAME_YEAR,
    UNTIL,
    WORD,
    YEAR,
    Token,
    fold_parentheses,
    prepare_expression,
    tokenise_expression,
)

_LONGEST_DOING = 4
_CONTINUING_WORDS = ("継続", "随時", "順次", "適宜", "拡", "実施", "毎", "推進")


class Unsettled(ValueError):
    """A year that lacks its era."""


def read_spans(printed: str, era: int | None) -> list[Span]:
    """The spans of years that an expression names, in the order of the text; `era` is the western year before the first
    of the era of years printed without one.

    Raises Unsettled for a year that needs an era, ValueError for anything else that can not be resolved.
    """
    text, parts = fold_parentheses(prepare_expression(printed))
    return _Parser(text, parts, era).parse()


class _Parser(TokenCursor):
    """Reads tokens from left to right; `previous` lends its era and year to short forms (平成25・26年度, 1月～3月)."""

    def __init__(self, text: str, parts: list[str], era: int | None, previous: Point | None = None) -> None:
        super().__init__(tokenise_expression(text))
        self.parts = parts
        self.era = era
        self.previous = previous
        self.spans: list[Span] = []
        self.remarked: list[Span] = []
        self.unsettled, self.ended = "", 0

    def parse(self) -> list[Span]:
        while self.position < len(self.tokens):
            token = self.peek()
            if self._starts_point():
                opens = self.before(1).kind == RANGE and self.before(1).text.startswith("~")
                begun = self.spans.pop() if self._reaches_back() else None
                point = self._read_point()
                span = begun or Span(point.first, point.last, point, point, open_start=opens)
                self._close_at(span, point.first, point.last, point)
                self._read_tail(span)
                self.ended = self.position
                continue
            self.position += 1
            if token.kind == PAREN:
                self.spans.extend(self._content(token))
            elif self.spans and (
                token.text in ("以降", "以後") or (token.kind == RANGE and "-" not in token.text and self.peek() is END)
            ):
                self.spans[-1].open_end = True
        if not self.spans and self.unsettled:
            raise Unsettled(f"no era for {self.unsettled}")
        return join_open_ends(self.spans)

    def _reaches_back(self) -> bool:
        """Whether only what is done stands between a year and a sign of a range (平成25年度検討～平成27年度実施)."""
        between = self.tokens[self.ended : max(self.position - 1, 0)]
        doing = 0 < len(between) <= _LONGEST_DOING and all(token.kind == WORD for token in between)
        return doing and self.before(1).kind in (RANGE, FROM) and bool(self.spans) and not self.spans[-1].open_end

    def _starts_point(self) -> bool:
        token = self.peek()
        if token.kind == YEAR:
            return True
        if token.kind == RELATIVE:
            return self.previous is not None
        if token.kind in (MONTHS, DAY):
            return self.previous is not None and self.before(1).kind in (LIST, RANGE, FROM)
        return token.kind == BARE and self._can_settle(token)

    def _can_settle(self, token: Token) -> bool:
        """Whether a year without an era may borrow one. 年度 without any is an error, not something to pass over."""
        joined = self.before(1).kind in (LIST, RANGE, FROM)
        marked = token.fiscal or token.text.endswith("年")
        if self.era is not None and self.leads_to_a_year():
            return True
        if token.dated:
            return self.era is not None or (joined and self.previous is not None)
        if self.previous is not None and (joined or token.fiscal):
            return True
        alone = not any(other.kind == WORD for other in self.tokens)
        if self.era is not None and (alone or token.fiscal or (marked and self.before(1).kind != WORD)):
            return True
        if marked:
            if token.fiscal:
                raise Unsettled(f"no era for {token.text}")
            self.unsettled = token.text
        elif joined and self.spans:
            raise ValueError(f"{token.text} is no year")
        return False

    def _read_point(self) -> Point:
        token = self.peek()
        self.position += 1
        base, year, fiscal = self._year_of(token)
        months = token.months
        if token.kind not in (MONTHS, DAY):
            if self.peek().text == "の" and self.peek(1).kind in (MONTHS, RELATIVE):
                self.position += 1
            if self.peek().kind == PAREN and self.peek(1).kind == MONTHS:
                self._check_paraphrase(self.peek(), {year})
                self.position += 1
            if self.peek().kind == RELATIVE and token.kind != RELATIVE:
                step = self.peek().number
                year, fiscal = year + step, fiscal or self.peek().fiscal
                self.position += 1
            if self.peek().kind == MONTHS:
                months = self.peek().months
                self.position += 1
        elif token.kind == DAY and self.previous is not None and self.previous.month:
            months = (self.previous.month,)
        point = point_of(base, year, fiscal, months, token)
        if token.inner != NO_PART:
            self._check_paraphrase(token, {point.first, year})
        while self.peek().kind == DAY:
            if months and not 1 <= self.peek().number <= monthrange(LEAP_YEAR, months[-1])[1]:
                raise ValueError(f"{self.peek().text} is no day of month {months[-1]}")
            self.position += 1
        self.previous = point
        return point

    def _year_of(self, token: Token) -> tuple[int, int, bool]:
        """(base, western year, whether 年度) of a point's first token."""
        previous = self.previous
        if token.kind == YEAR:
            return token.base, token.base + token.number, token.fiscal
        if token.kind == BARE:
            base = previous.base if previous is not None else self.era
            if base is None:
                raise Unsettled(f"no era for {token.text}")
            plain = not (token.fiscal or token.dated or token.text.endswith("年"))
            if plain and previous is not None and previous.dated:
                raise ValueError(f"{token.text} is a month or a year")
            if plain and previous is not None and base + token.number < previous.calendar:
                raise ValueError(f"the years run backwards at {token.text}")
            if token.number == 0 or (base % 100 == 0 and len(token.text.rstrip("年度")) < 2):
                raise ValueError(f"{token.text} is no year after {previous.calendar if previous else base}")
            return base, base + token.number, token.fiscal
        if previous is None:
            raise ValueError(f"no year before {token.text}")
        if token.kind == RELATIVE:
            return previous.base, previous.calendar + token.number, token.fiscal
        year = previous.calendar
        if token.kind == MONTHS and not previous.fiscal and previous.month and token.months[0] < previous.month:
            year += 1
        return previous.base, year, previous.fiscal

    def _read_tail(self, span: Span) -> None:
        """What follows a point: its paraphrase, then an open end, a bound, or the other end of a range."""
        while True:
            self._read_remarks(span)
            sign = self.peek()
            if sign.kind not in (RANGE, FROM):
                break
            self.position += 1
            self.skip(RANGE, FROM)
            if self.peek().text == "の" and self.peek(1).kind == DURATION:
                self.position += 1
            if not self._close_range(span, sign):
                break
        if self.peek().kind == BACKWARD and self.peek(1).kind == DURATION:
            span.first = span.last + 1 - self.peek(1).number // 12
            self.position += 2
        if self.peek().kind == UNTIL:
            self.position += 1
            if span.first == span.last and span.start is span.end:
                span.open_start = True
            if self.peek().kind == FROM:
                span.open_end = True
                self.position += 1
        self.spans.extend((span, *self.remarked))
        self.remarked.clear()

    def _close_range(self, span: Span, sign: Token) -> bool:
        """Closes a range whose sign was read; False when its end is open."""
        token = self.peek()
        if token.kind == PAREN and (length := self._duration_inside(token)):
            self.position += 1
            span.last = last_year_of(span.start, length, years=False)
            return True
        if token.kind == DURATION or (sign.text != "以降" and self._is_short_duration(token, span)):
            self.position += 1
            span.last = last_year_of(span.start, token.number, years=token.kind == BARE)
            span.open_end = False
            return True
        if token.kind in (SAME_YEAR, PART):
            self.position += 1
            return True
        if self._starts_point():
            end = self._read_point()
            self._close_at(span, end.first, end.last, end)
            return True
        if token.kind == PAREN and (bound := self._year_inside(token)) and bound.first > span.last:
            self.position += 1
            self._close_at(span, bound.first, bound.last, bound.end)
            return True
        carries_on = token is END or sign.text[0] == "~" or sign.kind == FROM
        if carries_on or "".join(other.text for other in self.tokens[self.position :]).startswith(_CONTINUING_WORDS):
            span.open_end = True
        return False

    def _close_at(self, span: Span, first: int, last: int, end: Point) -> None:
        if last < span.last or first < span.first or month_count(end) < month_count(span.start):
            raise ValueError("the range runs backwards")
        span.last, span.end = last, end

    def _duration_inside(self, token: Token) -> int:
        """The months that a bracket holds and nothing else (（5年間）), 0 when it holds something else."""
        inner = tokenise_expression(self.parts[token.inner])
        return inner[0].number if len(inner) == 1 and inner[0].kind == DURATION else 0

    def _year_inside(self, token: Token) -> Span | None:
        """The closed years that a bracket holds and nothing else (平成25年度～（平成29年度）)."""
        content = self._content(token) if self._is_years_only(token) else []
        return content[0] if len(content) == 1 and not (content[0].open_start or content[0].open_end) else None

    def _is_short_duration(self, token: Token, span: Span) -> bool:
        """平成25年から5年: a number of years that can not be a later year of the era."""
        return (
            token.kind == BARE
            and token.text.endswith("年")
            and span.end.base % 100 != 0
            and span.end.base + token.number < span.first
        )

    def _read_remarks(self, span: Span) -> None:
        while self.peek().kind in (MODIFIER, PART, PAREN, DAY):
            token = self.peek()
            if token.kind == MODIFIER and token.text == "の" and self.peek(1).kind not in (MODIFIER, PART, PAREN):
                break
            self.position += 1
            if token.kind == PAREN:
                self._read_remark(token, span)

    def _read_remark(self, token: Token, span: Span) -> None:
        content = self._content(token)
        if not content:
            if self.parts[token.inner].startswith(("以降", "以後")):
                span.open_end = True
            return
        known = set(range(span.first, span.last + 1)) | {span.start.calendar, span.end.calendar}
        if all(set(range(part.first, part.last + 1)) <= known for part in content):
            span.open_end = span.open_end or any(part.open_end for part in content)
        elif self._is_years_only(token):
            raise ValueError(f"({self.parts[token.inner]}) contradicts the year before it")
        else:
            for part in content:
                if part.open_start and part.first > span.last:  # 令和5～7年度（令和8年度まで延長）
                    part.first, part.open_start = span.last, False
            self.remarked.extend(content)

    def _content(self, token: Token) -> list[Span]:
        """The years inside brackets."""
        try:
            return _Parser(self.parts[token.inner], self.parts, self.era, self.previous).parse()
        except Unsettled:
            return []

    def _is_years_only(self, token: Token) -> bool:
        return all(other.kind != WORD for other in tokenise_expression(self.parts[token.inner]))

    def _check_paraphrase(self, token: Token, years: set[int]) -> None:
        content = self._content(token)
        if not content:
            return
        said = {year for part in content for year in (part.start.calendar, *range(part.first, part.last + 1))}
        if not said & years:
            raise ValueError(f"({self.parts[token.inner]}) contradicts the year around it")
