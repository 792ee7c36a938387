"""What the tables of themes come to in one sentence each, English or Japanese, made from the tables' numbers.

Tables carry the labels of `labels.label_plans` and `labels.label_themes`; those of shares carry the verdicts of
`themes.mark_verdicts`, and no sentence speaks of a theme that is not charted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from kyodo_analysis.analysis.coding.coding_agreement import MACRO, MICRO
from kyodo_analysis.analysis.coding.reliability import CHARTED, LEAST_CODED, NOT_CHARTED, TENTATIVE
from kyodo_analysis.analysis.coding.validity import IN_SAMPLE, LEFT_OUT
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.showing.readable import say_q

_MOST_NAMED = 2
_LEAD = 2
"""A theme that fewer measures more than the next one have is not called the commonest: a single one would undo it."""


def state_theme_ranks(table: pd.DataFrame, language: str = "en") -> str:
    """Of `themes.profile_themes` with one counting: the charted theme that most measures of each plan have.

    Themes that lie less than two measures behind the commonest one are alike with it; where more than two themes of a
    plan are alike, none is named. Plans with the same theme stand together.
    """
    shown = table[(table["verdict"] != NOT_CHARTED) & (table["count"] > 0)]
    hidden = table.loc[table["verdict"] == NOT_CHARTED, "theme"].nunique()
    plans_of: dict[str, list[str]] = {}
    for plan, own in shown.groupby(f"plan_{language}", sort=False):
        near = own[own["count"] > own["count"].max() - _LEAD].sort_values("count", ascending=False, kind="stable")
        top, ja = list_rows(near), language == "ja"
        if len(top) > _MOST_NAMED:
            names = f"ほぼ同数の{len(top)}テーマ" if ja else f"{len(top)} themes alike"
        else:
            names = ("と" if ja else " and ").join(_name_theme(row, language) for row in top)
            names += (" alike" if not ja else "（ほぼ同数）") if len(top) > 1 else ""
        counts = list(dict.fromkeys(row.count_ for row in top))
        each = " each" if len(top) > 1 and len(counts) == 1 else ""
        number = ("・" if ja else " or ").join(map(str, counts))
        said = f"{plan}（{top[0].n}施策中{number}）" if ja else f"{plan} ({number} of {top[0].n}{each})"
        plans_of.setdefault(names, []).append(said)
    if language == "ja":
        parts = "、".join(f"{'・'.join(plans)}では{names}" for names, plans in plans_of.items())
        tail = f"。符号化の一致が足りない{hidden}テーマは示さない" if hidden else ""
        return f"示したテーマのうち最も多いのは、{parts}{tail}" if parts else f"示せるテーマがない{tail}"
    parts = "; ".join(f"{names} in {_list(plans)}" for names, plans in plans_of.items())
    tail = f". {hidden} theme{'s are' if hidden > 1 else ' is'} coded too unreliably to be shown" if hidden else ""
    return f"Commonest of the charted themes: {parts}{tail}" if parts else f"No theme can be shown{tail}"


def state_themes(table: pd.DataFrame, language: str = "en") -> str:
    """Of `themes.profile_themes` with one counting: which themes of which plans lie beyond shuffled plan labels.

    With the columns of `program_nulls.mark_by_program` it says too how many are left when whole programs are shuffled.
    """
    shown = table[table["verdict"] != NOT_CHARTED]
    beyond, tests = shown[shown["beyond_null"]], len(shown)
    if language == "ja":
        if beyond.empty:
            return f"計画×テーマの{tests}比較のうち、計画名を無作為に入れ替えたときを超える差は一つもない"
        found = (f"{row.plan_ja}の{_name_theme(row, 'ja')}（{row.n}施策中{row.count_}）" for row in list_rows(beyond))
        said = f"計画×テーマの{tests}比較のうち、偶然を超えるのは{'、'.join(found)}だけである"
        return said + _add_by_program(beyond, language)
    if beyond.empty:
        return f"None of {tests} plan-by-theme shares lies beyond what shuffled plan labels show"
    named = (
        f"{_name_theme(row, 'en')} in {row.plan_en} ({row.count_} of {row.n} measures)" for row in list_rows(beyond)
    )
    return (
        f"Of {tests} plan-by-theme shares only {_list(named)} {'lies' if len(beyond) == 1 else 'lie'} beyond "
        f"what shuffled plan labels show{_add_by_program(beyond, language)}"
    )


def state_by_program(table: pd.DataFrame, language: str = "en") -> str:
    """Of `program_nulls.shuffle_programs`: which shares lie beyond whole programs dealt out, and the lowest q.

    Args:
        table: with the labels of plans and themes.
    """
    beyond, tests, q = table[table["beyond_null"].eq(True)], len(table), table["q_upper"].min()
    ja = language == "ja"
    if not tests:
        return "推進施策ごとに入れ替えて検定できる割合はない" if ja else "No share can be tested by whole programs"
    if beyond.empty:
        return (
            f"推進施策ごと計画に入れ替えると、{tests}比較のうち偶然を超えるものはない（最小の{say_q(q)}）"
            if ja
            else f"With whole programs shuffled, none of {tests} plan-by-theme shares lies beyond chance "
            f"(lowest {say_q(q)})"
        )
    if ja:
        found = "、".join(f"{row.plan_ja}の「{row.theme_ja}」（{say_q(row.q_upper)}）" for row in list_rows(beyond))
        return f"推進施策ごと計画に入れ替えても、{tests}比較のうち偶然を超えるのは{found}である"
    found = _list(f"'{row.theme_en}' in {row.plan_en} ({say_q(row.q_upper)})" for row in list_rows(beyond))
    lies = "lies" if len(beyond) == 1 else "lie"
    return f"With whole programs shuffled, {found} of {tests} plan-by-theme shares {lies} beyond chance"


def state_profiles(table: pd.DataFrame, language: str = "en") -> str:
    """Of `themes.compare_profiles`: which plans differ from the others in all their themes taken together.

    With the columns of `program_nulls.mark_by_program` it says too how many do when whole programs are shuffled.
    """
    beyond = table[table["beyond_null"]]
    if language == "ja":
        found = "、".join(f"{row.plan_ja}（{say_q(row.q)}）" for row in list_rows(beyond))
        return (
            f"示したテーマの構成全体が他の計画と異なるのは{found}である{_add_by_program(beyond, language)}"
            if found
            else "示したテーマの構成全体が他と異なる計画はない"
        )
    found = _list(f"{row.plan_en} ({say_q(row.q)})" for row in list_rows(beyond))
    return (
        f"All charted themes taken together, {found} differ{'s' * (len(beyond) == 1)} from the other plans"
        f"{_add_by_program(beyond, language)}"
        if found
        else "All charted themes taken together, no plan differs from the others"
    )


def state_left_out(table: pd.DataFrame, language: str = "en") -> str:
    """Of `themes.leave_plans_out`: which shares stay beyond the null whichever other plan is left out, and which not.

    Args:
        table: with the verdicts of `themes.mark_verdicts`.
    """
    names = [f"theme_{language}", f"plan_{language}", "verdict", "coded_n"]
    shown = table[table["verdict"] != NOT_CHARTED]
    counted = shown.groupby(["plan_id", "theme", *names], sort=False)["beyond_null"].agg(["sum", "size"]).reset_index()
    found = counted[counted["sum"] > 0]
    if found.empty:
        return (
            "他の計画を一つずつ除いても、偶然を超える割合はない"
            if language == "ja"
            else "No share lies beyond chance, whichever plan is left out"
        )
    parts = []
    for row in found.to_dict("records"):
        theme = _quote(str(row[names[0]]), str(row["verdict"]), int(row["coded_n"]), language)
        plan = row[names[1]]
        if language == "ja":
            parts.append(f"{plan}の{theme}は{row['size']}通り中{row['sum']}通り")
        else:
            parts.append(f"{theme} in {plan} in {row['sum']} of {row['size']} cases")
    if language == "ja":
        return f"他の計画を一つずつ除いても偶然を超えるのは、{'、'.join(parts)}である"
    return f"With one other plan left out at a time, beyond chance {'lie' if len(parts) > 1 else 'lies'} {_list(parts)}"


def state_validity(table: pd.DataFrame, language: str = "en") -> str:
    """Of `validity.score_validity`: agreement on known and on left-out plans, and how many themes may be charted."""
    themes = table[~table["theme"].isin([MICRO, MACRO])].drop_duplicates("theme")
    verdicts = themes["verdict"].value_counts()
    charted, tentative, hidden = (int(verdicts.get(name, 0)) for name in (CHARTED, TENTATIVE, NOT_CHARTED))
    said = []
    for sample in (IN_SAMPLE, LEFT_OUT):
        own = table[table["sample"] == sample].set_index("theme")
        if MICRO not in own.index or own["alpha"].isna()[MICRO]:
            continue
        micro, macro = own.loc[MICRO].to_dict(), own.loc[MACRO].to_dict()
        numbers = f"F1 {micro['f1']:.2f}, " + ("平均" if language == "ja" else "mean of themes ") + f"{macro['f1']:.2f}"
        alpha = f"α {micro['alpha']:.2f} ({micro['alpha_lower']:.2f}–{micro['alpha_upper']:.2f})"
        where = {
            "en": {
                IN_SAMPLE: "measures they were written with",
                LEFT_OUT: "plans whose own measures taught them nothing",
            },
            "ja": {IN_SAMPLE: "規則作成に用いた施策", LEFT_OUT: "その計画から得た規則を除いたとき"},
        }[language][sample]
        said.append(f"{where}では{numbers}、{alpha}" if language == "ja" else f"on {where} {numbers}, {alpha}")
    if language == "ja":
        agreed = f"規則と読み手の一致は{'、'.join(said)}。" if said else "読み手の符号がない。"
        return (
            f"{agreed}{len(themes)}テーマのうち図示できるのは{charted}、暫定は{tentative}、図示しないのは{hidden}である"
        )
    agreed = f"Rules agree with readers {_list(said)}" if said else "No measure was coded by readers"
    return f"{agreed}; of {len(themes)} themes {charted} can be charted, {tentative} tentatively, {hidden} not"


def state_corrections(table: pd.DataFrame, language: str = "en") -> str:
    """Of `misclassification.correct_shares`: how far errors of the rules move the shares and widen their intervals."""
    shown = table[table["verdict"] != NOT_CHARTED]
    known = shown.dropna(subset=["corrected"])
    lost = shown.loc[shown["corrected"].isna() & shown["n"].gt(0), "theme"].nunique()
    if known.empty:
        return (
            "補正できるテーマがない" if language == "ja" else "No theme has enough hand-coded measures to be corrected"
        )
    moved = (known["corrected"] - known["share"]).abs()
    ratio = (known["corrected_upper"] - known["corrected_lower"]) / (known["shown_upper"] - known["shown_lower"])
    far = known.iloc[int(moved.to_numpy().argmax())]
    if language == "ja":
        tail = f"。{lost}テーマは読み手の例が少なく補正できない" if lost else ""
        return (
            f"規則の誤りを補正すると割合は最大で{100 * moved.max():.0f}ポイント動き"
            f"（{far['plan_ja']}の「{far['theme_ja']}」、"
            f"{far['share']:.0%}から{far['corrected']:.0%}）、区間の幅は中央値で{ratio.median():.1f}倍になる{tail}"
        )
    tail = f"; {lost} theme{'s' * (lost != 1)} cannot be corrected for want of hand-coded measures" if lost else ""
    return (
        f"Taking out the rules' errors moves a share by up to {100 * moved.max():.0f} points ('{far['theme_en']}' in "
        f"{far['plan_en']}, {far['share']:.0%} to {far['corrected']:.0%}) and makes intervals {ratio.median():.1f} "
        f"times as wide (median){tail}"
    )


def state_reading_shifts(table: pd.DataFrame, language: str = "en") -> str:
    """Of `recoding.count_reading_shifts`: how many themes would be others had the plans been read by hand."""
    row = table.iloc[0]
    changed, decisions, measures = int(row["changed"]), int(row["decisions"]), int(row["measures"])
    if not decisions:
        return "手で読んだ施策がない" if language == "ja" else "No measure was read by hand"
    if language == "ja":
        return (
            f"手で読んだ{measures}施策の本文から同じ規則で符号化すると、{decisions:,}判断のうち{changed}が変わる"
            f"（95%区間の上限{row['upper']:.1%}）"
        )
    return (
        f"Coded from the words of {measures} measures as people read them, {changed} of {decisions:,} decisions of "
        f"the same rules change{'s' * (changed == 1)} (at most {row['upper']:.1%} by the 95 % interval)"
    )


def state_simulation(table: pd.DataFrame, language: str = "en") -> str:
    """Of `interval_simulation.simulate_coverage`: what each interval holds at worst and at best."""
    held = {name: f"{table[name].min():.0%}–{table[name].max():.0%}" for name in ("uncorrected", "drawn", "corrected")}
    if language == "ja":
        return (
            f"模擬実験{len(table)}条件で真の割合を含んだのは、名目95%の区間のうち補正なしで{held['uncorrected']}、"
            f"単純な再抽出による補正で{held['drawn']}、示した補正区間で{held['corrected']}"
        )
    return (
        f"In {len(table)} simulated settings intervals of nominal 95 % hold the true share in {held['uncorrected']} "
        f"of runs without correction, in {held['drawn']} with a plain bootstrap of the corrected share, and in "
        f"{held['corrected']} with the corrected interval that is shown"
    )


def state_cross_check(table: pd.DataFrame, language: str = "en") -> str:
    """Of `cross_check.compare_with_model`: how good the model is by itself, and who is right where it disagrees."""
    total = table[table["theme"] == MICRO].iloc[0]
    alpha = "–" if pd.isna(total["model_alpha"]) else f"{total['model_alpha']:.2f}"
    counts = [int(total[name]) for name in ("disagreements", "disagreements_coded", "model_right")]
    if language == "ja":
        return (
            f"知らない計画での学習モデルと読み手の一致は α {alpha}。規則との不一致{counts[0]}件のうち"
            f"読み手の符号があるのは{counts[1]}件で、読み手がモデル側なのは{counts[2]}件"
        )
    return (
        f"On plans it did not know the model agrees with readers with α {alpha}; it contradicts the rules in "
        f"{counts[0]} decisions, and of the {counts[1]} that readers made they take its side in {counts[2]}"
    )


def _name_theme(row: object, language: str) -> str:
    verdict, coded = str(row.verdict), int(row.coded_n)  # type: ignore[attr-defined]
    return _quote(str(getattr(row, f"theme_{language}")), verdict, coded, language)


def _quote(name: str, verdict: str, coded: int, language: str) -> str:
    """A theme's name in quotation marks, with the warning that its coding is tentative and rests on next to nothing."""
    ja, few = language == "ja", coded < LEAST_CODED
    warnings = ["暫定" if ja else "tentative"] if verdict == TENTATIVE else []
    if few:
        warnings.append(f"読み手の例{coded}施策" if ja else f"on {coded} hand-coded measure{'s' * (coded != 1)}")
    if ja:
        return f"「{name}」" + (f"〔{'、'.join(warnings)}〕" if warnings else "")
    return f"'{name}'" + (f" [{', '.join(warnings)}]" if warnings else "")


def _add_by_program(beyond: pd.DataFrame, language: str) -> str:
    """How many of the rows beyond chance are left when whole programs are shuffled; "" where that was not asked."""
    if "beyond_by_program" not in beyond:
        return ""
    left, claims, q = int(beyond["beyond_by_program"].sum()), len(beyond), say_q(beyond["q_upper_by_program"].min())
    if language == "ja":
        return f"。推進施策ごと入れ替えても残るのは{claims}件中{left}件（最小の{q}）"
    return (
        f"; with whole programs (推進施策) shuffled, {left} of {claims} {'remain' if claims > 1 else 'remains'} "
        f"(lowest {q})"
    )


def _list(items: Iterable[str]) -> str:
    """Items as an English sentence lists them."""
    texts: Sequence[str] = list(items)
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
