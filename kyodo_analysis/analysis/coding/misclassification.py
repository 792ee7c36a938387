"""What the errors of the rules do to shares: sensitivity, specificity, and shares with these errors taken out.

The rules overlook some measures with a theme and see it in some without. The readers' half of the measures tells how
often; with that, the share that the rules give is turned into the share that readers would give:

    corrected = (observed + specificity - 1) / (sensitivity + specificity - 1), cut to 0 to 1

Source: Rogan, W. J. & Gladen, B. (1978), Estimating prevalence from the results of a screening test, American Journal
of Epidemiology 107, 71-76.

The rules read the tables and the readers the printed page, so a slip of the tables counts as an error of the rules and
is taken out with the others (`recoding.count_reading_shifts` says how many themes hang on such slips).

The errors of a theme are taken to be the same in every plan, because no plan has enough hand-coded measures of a theme
to have its own. Where the rules fare worse in one plan than in another (`validity.score_plans`), its shares are
corrected too little and the others' too much.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import beta, norm

from kyodo_analysis.analysis.coding.reliability import LEAST_CODED
from kyodo_analysis.analysis.statistics.uncertainty import CONFIDENCE, Numbers

_TAILS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)


def estimate_misclassification(scores: pd.DataFrame) -> pd.DataFrame:
    """Sensitivity and specificity of the rules for each theme.

    Args:
        scores: the rows of one sample of `validity.score_validity`: theme, n, coded, both, rules_only.

    Returns:
        theme, n (measures with the theme by the readers), without (measures without it), both, rules_only, sensitivity,
        sensitivity_lower, sensitivity_upper, specificity, specificity_lower, specificity_upper (Jeffreys, 95 %),
        correctable: at least LEAST_CODED measures have the theme and the rules are better than chance.
    """
    table = scores[["theme", "n", "coded", "both", "rules_only"]].reset_index(drop=True)
    table = table.assign(without=table["coded"] - table["n"])
    rights = {
        "sensitivity": (table["both"], table["n"]),
        "specificity": (table["without"] - table["rules_only"], table["without"]),
    }
    for name, (right, out_of) in rights.items():
        table[name] = right / out_of.where(out_of > 0)
        table[f"{name}_lower"], table[f"{name}_upper"] = jeffreys_interval(right, out_of)
    enough = table["n"].ge(LEAST_CODED) & (table["sensitivity"] + table["specificity"]).gt(1)
    ends = [f"{name}{end}" for name in rights for end in ("", "_lower", "_upper")]
    return table.assign(correctable=enough)[["theme", "n", "without", "both", "rules_only", *ends, "correctable"]]


def correct_shares(profile: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
    """The profile with the shares that readers would give, same rows in the same order.

    Args:
        profile: `themes.profile_themes` of the counting "any": theme, count, n. errors: what
            `estimate_misclassification` gives; a theme that it lacks stays uncorrected.

    Returns:
        The columns of the profile, then sensitivity, specificity, corrected, corrected_lower, corrected_upper (95 %);
        the last three are NaN where a theme is not correctable. `shown_lower` and `shown_upper` beside them are the
        interval that takes the rules for faultless.
    """
    known = errors.set_index("theme").reindex(pd.Index(profile["theme"]))
    both, n, without, rules_only, se, sp = (
        known[name].to_numpy(dtype=np.float64)
        for name in ("both", "n", "without", "rules_only", "sensitivity", "specificity")
    )
    able = known["correctable"].eq(True).to_numpy() & profile["n"].gt(0).to_numpy()
    count, size = profile["count"].to_numpy(dtype=np.float64)[able], profile["n"].to_numpy(dtype=np.float64)[able]
    values = np.full((3, len(profile)), np.nan)
    values[0, able] = correct_share(count / size, se[able], sp[able])
    values[1:, able] = interval_of_corrected(
        count, size, both[able], n[able], (without - rules_only)[able], without[able]
    )
    columns = dict(zip(("corrected", "corrected_lower", "corrected_upper"), values, strict=True))
    return profile.assign(sensitivity=se, specificity=sp, **columns)


def correct_share(observed: npt.ArrayLike, sensitivity: npt.ArrayLike, specificity: npt.ArrayLike) -> Numbers:
    """The share that readers would give (Rogan & Gladen 1978), cut to 0 to 1.

    >>> correct_share([0.4, 0.05], 0.8, 0.9).round(3).tolist()
    [0.429, 0.0]
    """
    p, se, sp = (np.asarray(value, dtype=np.float64) for value in (observed, sensitivity, specificity))
    corrected: Numbers = np.clip((p + sp - 1) / (se + sp - 1), 0, 1)
    return corrected


def interval_of_corrected(
    count: npt.ArrayLike,
    n: npt.ArrayLike,
    found: npt.ArrayLike,
    coded_with: npt.ArrayLike,
    spared: npt.ArrayLike,
    coded_without: npt.ArrayLike,
    confidence: float = CONFIDENCE,
) -> Numbers:
    """The interval of corrected shares when observed share, sensitivity and specificity are all known from samples.

    Each of the three is drawn towards its middle, as Agresti and Coull did for one, so that the interval stays honest
    in small samples and at 0 and 1; `interval_simulation` says what it holds. It is never without the corrected share.

    Source: Lang, Z. & Reiczigel, J. (2014), Confidence limits for prevalence of disease adjusted for estimated
    sensitivity and specificity, Preventive Veterinary Medicine 113, 13-22 (in R: asht::prevSeSp).

    Args:
        count, n: measures of the plan with the theme by the rules, and all. found, coded_with: hand-coded measures with
            the theme that the rules find, and all such. spared, coded_without: hand-coded measures without the theme
            that the rules leave alone, and all such. Arrays that broadcast, every total above 0.

    Returns:
        (2, ...): lower and upper ends, 0 to 1; both ends open (0 and 1) where the rules are no better than chance.

    >>> interval_of_corrected(5, 28, 8, 10, 66, 68).round(3).tolist()
    [0.047, 0.499]
    """
    given = [np.asarray(value, dtype=np.float64) for value in (count, n, found, coded_with, spared, coded_without)]
    x, size, a, with_it, b, without_it = np.broadcast_arrays(*given)
    z = float(norm.ppf(0.5 + confidence / 2))
    p, weight = (x + z**2 / 2) / (size + z**2), size + z**2
    se, sp = (a + 1) / (with_it + 2), (b + 1) / (without_it + 2)
    spread_se, spread_sp = se * (1 - se) / (with_it + 2), sp * (1 - sp) / (without_it + 2)
    gain = se + sp - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (p + sp - 1) / gain
        shift = 2 * z**2 * (share * spread_se - (1 - share) * spread_sp)
        half = z * np.sqrt(p * (1 - p) / weight + share**2 * spread_se + (1 - share) ** 2 * spread_sp) / gain
        estimate = correct_share(x / size, a / with_it, b / without_it)
        lower, upper = np.minimum(share + shift - half, estimate), np.maximum(share + shift + half, estimate)
    blind = (gain <= 0) | (a / with_it + b / without_it <= 1)
    return np.stack([np.where(blind, 0.0, np.clip(lower, 0, 1)), np.where(blind, 1.0, np.clip(upper, 0, 1))])


def jeffreys_interval(right: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Numbers, Numbers]:
    """The 95 % interval of a share from the Beta distribution of Jeffreys' prior; it reaches 0 at 0 and 1 at n.

    Source: Brown, L. D., Cai, T. T. & DasGupta, A. (2001), Interval estimation for a binomial proportion, Statistical
    Science 16, 101-133.

    >>> [end.round(3).tolist() for end in jeffreys_interval([10, 7], [10, 10])]
    [[0.783, 0.394], [1.0, 0.907]]
    """
    hits, total = np.asarray(right, dtype=np.float64), np.asarray(n, dtype=np.float64)
    lower, upper = (beta.ppf(tail, hits + 0.5, total - hits + 0.5) for tail in _TAILS)
    lower, upper = np.where(hits == 0, 0.0, lower), np.where(hits == total, 1.0, upper)
    return np.where(total > 0, lower, np.nan), np.where(total > 0, upper, np.nan)
