"""The analyses of words by name: what sets plans apart, what they repeat, what goes together."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.structure.clusters import Clustering, cluster_measures, cluster_words, compare_with_plans
from kyodo_analysis.analysis.structure.topics import Topics, find_topics
from kyodo_analysis.analysis.structure.word_maps import map_words
from kyodo_analysis.analysis.structure.word_networks import connect_words
from kyodo_analysis.analysis.structure.word_weights import WordWeights, weigh_words
from kyodo_analysis.analysis.wording.boilerplate import (
    compare_without,
    find_boilerplate,
    list_formulas,
    select_marked_words,
    share_boilerplate,
)
from kyodo_analysis.analysis.wording.keyness import compare_pairs, find_counted


def _marked_words(of: Analyses) -> pd.DataFrame:
    return select_marked_words(of.materials.tokens, of.table("measures"), of.table("elements"))


def _repeated(of: Analyses) -> pd.DataFrame:
    tokens = of.materials.tokens
    return find_boilerplate(tokens[find_counted(tokens, of.table("measures"), of.table("elements"))])


def _keywords(of: Analyses) -> pd.DataFrame:
    return compare_without(of.keep("marked words", _marked_words))


def _keyword_pairs(of: Analyses) -> pd.DataFrame:
    return compare_pairs(of.materials.words)


def _boilerplate(of: Analyses) -> pd.DataFrame:
    return share_boilerplate(of.keep("repeated", _repeated))


def _formulas(of: Analyses) -> pd.DataFrame:
    return list_formulas(of.keep("repeated", _repeated))


def _map(of: Analyses) -> pd.DataFrame:
    return map_words(of.materials.words, of.materials.counted)


def _network(of: Analyses) -> pd.DataFrame:
    return connect_words(of.materials.words, of.materials.counted)


def _weights(of: Analyses) -> WordWeights:
    return weigh_words(of.materials.words)


def _measure_clustering(of: Analyses) -> Clustering:
    return cluster_measures(of.keep("weights", _weights))


def _word_clustering(of: Analyses) -> Clustering:
    return cluster_words(of.keep("weights", _weights))


def _found_topics(of: Analyses) -> Topics:
    return find_topics(of.keep("weights", _weights))


def _stability(of: Analyses) -> pd.DataFrame:
    clusterings = [of.keep(make.__name__, make) for make in (_measure_clustering, _word_clustering)]
    topics = of.keep(_found_topics.__name__, _found_topics)
    return pd.concat([*(found.stability for found in clusterings), topics.stability], ignore_index=True)


def _measure_clusters(of: Analyses) -> pd.DataFrame:
    return of.keep(_measure_clustering.__name__, _measure_clustering).clusters


def _clustered_measures(of: Analyses) -> pd.DataFrame:
    return of.keep(_measure_clustering.__name__, _measure_clustering).members


def _clusters_and_plans(of: Analyses) -> pd.DataFrame:
    return compare_with_plans(_clustered_measures(of))


def _word_clusters(of: Analyses) -> pd.DataFrame:
    return of.keep(_word_clustering.__name__, _word_clustering).clusters


def _topics(of: Analyses) -> pd.DataFrame:
    return of.keep(_found_topics.__name__, _found_topics).topics


WORD_STEPS: Mapping[str, Step] = {
    "keywords": Step("plan × word", "計画 × 語", _keywords),
    "keyword-pairs": Step("pair of plans × word", "計画の組 × 語", _keyword_pairs),
    "boilerplate": Step("plan", "計画", _boilerplate),
    "formulas": Step("repeated run of words", "繰り返される語の連なり", _formulas),
    "word-map": Step("plan, word or axis", "計画・語・軸", _map),
    "word-network": Step("network, word or pair of words", "ネットワーク・語・語の組", _network),
    "stability": Step("method × number of groups × criterion × statistic", "方法 × 群の数 × 基準 × 統計量", _stability),
    "measure-clusters": Step("cluster of measures", "施策のクラスター", _measure_clusters),
    "clustered-measures": Step("measure", "施策", _clustered_measures),
    "clusters-and-plans": Step("number of clusters", "クラスターの数", _clusters_and_plans),
    "word-clusters": Step("cluster of words", "語のクラスター", _word_clusters),
    "topics": Step("topic × word", "トピック × 語", _topics),
}
