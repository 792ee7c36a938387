"""Text repair: a visible list of fixers, one defect each, and the runner that records what each did.

There is one path. `repair_lines` keeps every line under its number and records every step; `repair_text` runs the same
fixers, joins wrapped lines and drops the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kyodo_analysis.text import footnotes, furniture, layout, line_fixers, overprint
from kyodo_analysis.text.document import RepairedText, steps_between
from kyodo_analysis.text.overprint_units import COPIES
from kyodo_analysis.text.traced import Traced

Fixer = Callable[[RepairedText], RepairedText]


def _on_each_line(fix: Callable[[Traced], Traced]) -> Fixer:
    def fix_lines(text: RepairedText) -> RepairedText:
        return replace(text, lines=tuple(map(fix, text.lines)))

    return fix_lines


def _fix_overprint(text: RepairedText) -> RepairedText:
    return replace(text, lines=tuple(overprint.collapse(text.lines)[0]))


FIXERS: tuple[tuple[str, Fixer], ...] = (
    ("page_starts", furniture.note_page_starts),
    ("control_characters", _on_each_line(line_fixers.fix_control_characters)),
    ("ideographs", _on_each_line(line_fixers.fix_ideographs)),
    ("decomposed_kana", _on_each_line(line_fixers.fix_decomposed_kana)),
    ("overprint", _fix_overprint),
    ("page_furniture", furniture.fix_page_furniture),
    ("footnotes", footnotes.fix_footnotes),
    ("letter_spacing", _on_each_line(line_fixers.fix_letter_spacing)),
    ("outer_blanks", _on_each_line(line_fixers.fix_outer_blanks)),
)


def lines_of(text: str) -> list[Traced]:
    """The text's lines, cut at line feeds only, each character with its place.

    >>> [line.text for line in lines_of("目的\\r\\n内容")]
    ['目的\\r', '内容']
    """
    return [Traced.of_line(line, number) for number, line in enumerate(text.split("\n"), start=1)]


def repair_lines(lines: Sequence[Traced]) -> RepairedText:
    """Runs every fixer over the lines of a document; lines[i] stays source line i + 1. Wraps are not joined."""
    text = RepairedText(tuple(lines))
    for name, fix in FIXERS:
        fixed = fix(text)
        text = replace(fixed, steps=text.steps + steps_between(name, text.lines, fixed.lines))
    return text


def emphasis_of(text: RepairedText) -> dict[int, float]:
    """Line number → share of the line that was overprinted: a page draws bold type several times."""
    times = {
        step.line: len("".join(step.before.split())) / len("".join(step.after.split()))
        for step in text.steps
        if step.fixer == "overprint" and step.after.strip()
    }
    copies = min(round(max(times.values(), default=2.0)), max(COPIES))
    return {line: min((count - 1) / max(copies - 1, 1), 1.0) for line, count in times.items()}


def paragraphs_of(text: RepairedText) -> list[Traced]:
    """The paragraphs of a repaired text; a footnote comes after the paragraph in or after which it stood."""
    if layout.is_wrapped(text.lines):
        body = layout.join_wraps(text.lines, emphasis_of(text))
    else:
        body = [line for line in text.lines if line.text.strip()]
    notes = [Traced.inserted(f"{note.mark} ") + note.text for note in text.footnotes]
    order = [(paragraph.first_line, 0, paragraph) for paragraph in body]
    order += [(note.first_line, 1, note) for note in notes]
    return [paragraph for _, _, paragraph in sorted(order, key=lambda item: item[:2])]


def repair_text(text: str) -> str:
    """The repaired text, one paragraph per line.

    Safe to run twice: the pass is repeated until it finds nothing more; it ends because every fixer only takes away.

    >>> repair_text("第第第第１１１１節節節節    計画計画計画計画のののの概要概要概要概要  \\n")
    '第１節 計画の概要'
    """
    while True:
        repaired = "\n".join(paragraph.text for paragraph in paragraphs_of(repair_lines(lines_of(text))))
        if repaired == text:
            return repaired
        text = repaired
