"""A second opinion on themes: a small model that learnt from the readers' half, beside the rules and never among them.

Rules and model err in different ways: the rules miss wordings that nobody listed, the model follows words that happened
to stand beside a theme. Where they disagree it is worth reading the measure. No share and no figure uses the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array, diags_array
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from kyodo_analysis.analysis.coding.coding_agreement import Record, list_decisions
from kyodo_analysis.analysis.coding.reliability import LEAST_CODED
from kyodo_analysis.analysis.coding.validity import IN_SAMPLE, LEFT_OUT, score_validity
from kyodo_analysis.analysis.statistics.uncertainty import RESAMPLES, SEED, Numbers

MODEL = "model"
FIELD_WEIGHTS: Mapping[str, float] = {"title": 3.0, "content": 1.0, "purpose": 1.0, "completion": 1.0}
WORDS_SHOWN = 5

_PARTS_OF_SPEECH = ("名詞", "動詞", "形容詞")
_TIE = 1e-9


def predict_themes(
    tokens: pd.DataFrame, measures: pd.DataFrame, codes: Sequence[Record], themes: Sequence[str]
) -> pd.DataFrame:
    """What the model makes of every measure: a logistic regression for each theme on the measure's words.

    Words are base forms of nouns, verbs and adjectives without stop words, weighed by TF-IDF, those of the title three
    times; classes are balanced, all else is as scikit-learn has it. Measures that readers coded are predicted by a
    model that knew none of their plan; the others by one that learnt from all coded measures. A model says yes to as
    large a share of the measures it did not learn from as had the theme among those it did: with so few to learn from,
    its probabilities are not worth a limit of one half. A theme with fewer than LEAST_CODED measures to learn from is
    not predicted. What only one reader gave is not learnt from.

    Args:
        tokens: the table tokens with stop (see `words.lexicons.mark_tokens`). measures: measure_id, plan_id. codes:
            what `tables.gold.read_theme_codes` gives. themes: all codes.

    Returns:
        measure_id, plan_id, theme, score (how far above the limit, in standard deviations of the measures that the
        model did not learn from; above 0 is yes), words (the strongest for the answer that was given, joined by
        blanks): a row per measure and predicted theme.
    """
    counts, words = _count_words(tokens, measures)
    decisions = list_decisions(pd.DataFrame(columns=["measure_id", "theme"]), codes, themes)
    coded = set(decisions["measure_id"])
    plan_ids, ids = measures["plan_id"].to_numpy(), measures["measure_id"].to_numpy()
    is_coded = np.array([one in coded for one in ids], dtype=bool)
    labels = decisions.pivot(index="measure_id", columns="theme", values="readers").reindex(
        index=ids, columns=list(themes)
    )
    folds = [(is_coded & (plan_ids == plan_id), is_coded & (plan_ids != plan_id)) for plan_id in pd.unique(plan_ids)]
    parts = []
    for asked, learnt in [*folds, (~is_coded, is_coded)]:
        if not asked.any() or not learnt.any() or not len(words):
            continue
        features = TfidfTransformer(sublinear_tf=True).fit(counts[learnt]).transform(counts)
        for theme in themes:
            answer = labels[theme].to_numpy()
            use = learnt & pd.notna(answer)
            yes = answer[use].astype(bool)
            if yes.sum() < LEAST_CODED or yes.all():
                continue
            model = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=0)
            model.fit(features[use], yes)
            unseen, scores = (model.decision_function(features[rows]) for rows in (~learnt, asked))
            scores = (scores - _set_limit(unseen, float(yes.mean()))) / (unseen.std() or 1.0)
            shares = csr_array(features[asked] @ diags_array(model.coef_[0]))
            own = {"measure_id": ids[asked], "plan_id": plan_ids[asked], "theme": theme, "score": scores}
            parts.append(pd.DataFrame(own | {"words": _name_words(shares, scores > 0, words)}))
    columns = ["measure_id", "plan_id", "theme", "score", "words"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def cross_check_themes(
    predicted: pd.DataFrame, measure_themes: pd.DataFrame, codes: Sequence[Record], themes: Sequence[str]
) -> pd.DataFrame:
    """Where model and rules disagree, the farthest apart first: measures to read.

    Args:
        predicted: what `predict_themes` gives. measure_themes: measure_id, theme, by the rules. codes, themes: as
            there.

    Returns:
        measure_id, plan_id, theme, rules (bool), model (bool), score, readers (bool; missing where no reader coded the
        measure or one reader gave the theme alone), words (the strongest for the model's answer), measure_ids.
    """
    given = pd.MultiIndex.from_frame(measure_themes[["measure_id", "theme"]])
    known = list_decisions(measure_themes, codes, themes)[["measure_id", "theme", "readers"]]
    rules = pd.MultiIndex.from_frame(predicted[["measure_id", "theme"]]).isin(given)
    table = predicted.assign(rules=rules, model=predicted["score"].gt(0).astype(bool))
    table = table[table["rules"] != table["model"]]
    table = table.merge(known.astype({"readers": "boolean"}), on=["measure_id", "theme"], how="left", validate="1:1")
    order = table.assign(far=-table["score"].abs()).sort_values(["far", "measure_id", "theme"], kind="stable").index
    columns = ["measure_id", "plan_id", "theme", "rules", "model", "score", "readers", "words"]
    return table.loc[order, columns].assign(measure_ids=table["measure_id"]).reset_index(drop=True)


def compare_with_model(
    predicted: pd.DataFrame,
    given: Mapping[str, pd.DataFrame],
    codes: Sequence[Record],
    themes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """How well the model agrees with readers on plans it did not know, beside the rules.

    Args:
        predicted: what `predict_themes` gives. given: the rules' codes by sample (see `validity.score_validity`), with
            "in_sample" and "left_out".

    Returns:
        One row per theme and summary: theme, n, then f1 and alpha of the model (model_f1, model_alpha,
        model_alpha_lower, model_alpha_upper; NaN where the theme was never predicted) and of the rules (in_sample_f1,
        in_sample_alpha, left_out_f1, left_out_alpha), disagreements (measures, coded or not, on which model and full
        rules differ), disagreements_coded (those that readers coded), model_right (of these the readers take the
        model's side).
    """
    samples = {MODEL: predicted[predicted["score"] > 0], IN_SAMPLE: given[IN_SAMPLE], LEFT_OUT: given[LEFT_OUT]}
    scores = score_validity(samples, codes, themes, resamples=resamples, seed=seed)
    wide = scores.drop_duplicates("theme")[["theme", "n"]].reset_index(drop=True)
    shown = {
        MODEL: ["f1", "alpha", "alpha_lower", "alpha_upper"],
        IN_SAMPLE: ["f1", "alpha"],
        LEFT_OUT: ["f1", "alpha"],
    }
    asked = set(predicted["theme"])
    for sample, names in shown.items():
        own = scores[scores["sample"] == sample].reset_index(drop=True)
        unknown = ~wide["theme"].isin(asked) & wide["theme"].isin(list(themes)) & (sample == MODEL)
        for name in names:
            wide[f"{sample}_{name}"] = own[name].mask(unknown)
    check = cross_check_themes(predicted, given[IN_SAMPLE], codes, themes)
    coded = check[check["readers"].notna()]
    counts = {
        "disagreements": check["theme"].value_counts(),
        "disagreements_coded": coded["theme"].value_counts(),
        "model_right": coded.loc[coded["readers"] == coded["model"], "theme"].value_counts(),
    }
    for name, count in counts.items():
        own_count = wide["theme"].map(count).fillna(0).astype("int64")
        wide[name] = own_count.mask(~wide["theme"].isin(list(themes)), own_count.sum())
    return wide


def _count_words(tokens: pd.DataFrame, measures: pd.DataFrame) -> tuple[csr_array, npt.NDArray[np.object_]]:
    """The weighed words of each measure, (measures, words), and the words."""
    kept = (
        tokens["measure_id"].isin(measures["measure_id"])
        & tokens["field"].isin(list(FIELD_WEIGHTS))
        & tokens["pos"].isin(list(_PARTS_OF_SPEECH))
        & ~tokens["stop"].astype(bool)
    )
    own = tokens[kept]
    places, words = pd.factorize(own["base_form"], sort=True)
    rows = pd.Index(measures["measure_id"]).get_indexer(pd.Index(own["measure_id"]))
    weights = own["field"].map(dict(FIELD_WEIGHTS)).to_numpy(dtype=np.float64)
    counts = csr_array((weights, (rows, places)), shape=(len(measures), len(words)))
    return counts, np.asarray(words, dtype=object)


def _set_limit(scores: Numbers, share: float) -> float:
    """Midway between the scores that make up a share, at least one, and the next lower one; equal scores go together.

    >>> _set_limit(np.array([0.0, 1.0, 3.0, 3.0]), 0.25)
    2.0
    """
    least = np.sort(scores)[-max(1, round(share * len(scores)))]
    lower = scores[scores < least - _TIE]
    return float((least + lower.max()) / 2 if len(lower) else least)


def _name_words(shares: csr_array, yes: npt.NDArray[np.bool_], words: npt.NDArray[np.object_]) -> list[str]:
    """For each measure the words that spoke most for the answer it was given."""
    named = []
    for row, answer in enumerate(yes):
        span = slice(shares.indptr[row], shares.indptr[row + 1])
        value: Numbers = shares.data[span] if answer else -shares.data[span]
        places = shares.indices[span]
        best = sorted(zip(-value, words[places], strict=True))[:WORDS_SHOWN]
        named.append(" ".join(str(word) for less, word in best if less < 0))
    return named
