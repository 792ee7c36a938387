"""The words of Japanese organisation charts: endings of offices, words that look like endings, generic modifiers.

No office's own name stands here, so that the tables hold for municipalities never seen.
"""

from __future__ import annotations

from typing import Final

# fmt: off
BUREAU_SUFFIXES: Final = (
    "部", "局", "本部", "教育委員会", "公室", "総合支所", "支所", "区役所", "市役所", "町役場", "村役場",
    "役場", "総合事務所", "病院", "医療センター",
)
SECTION_SUFFIXES: Final = (
    "課", "室",
)
SUBSECTION_SUFFIXES: Final = (
    "係", "担当", "班", "グループ", "チーム", "ユニット", "窓口", "分室", "ライン", "担当者", "G",
)
OFFICE_SUFFIXES: Final = (
    "センター", "コミセン", "出張所", "事務所", "事務局", "保健所", "研究所", "保育所", "消防署", "警察署",
    "税務署", "分署", "部署", "所", "署", "館", "園", "学校", "校", "大学", "学院", "院", "庁", "本庁", "庁舎",
    "区", "プラザ", "ステーション", "ホール", "ライブラリー", "ミュージアム", "サロン", "クラブ", "プロジェクト",
    "デスク", "清掃工場", "浄水場", "処理場", "調理場", "給食場", "市場", "斎場", "競技場", "試験場",
)
ADMINISTRATIVE_BODIES: Final = (
    "議会", "教育委員会", "農業委員会", "選挙管理委員会", "監査委員会", "公平委員会", "固定資産評価審査委員会",
)
BODY_SUFFIXES: Final = (
    "委員会", "協議会", "審議会", "振興会", "推進会", "連絡会", "連合会", "自治会", "町内会", "区長会", "議会",
    "協会", "商工会", "商工会議所", "婦人会", "女性会", "老人会", "子ども会", "実行委員会", "評議会", "研究会",
    "部会", "会議", "連盟", "組合", "公社", "公団", "財団", "機構", "法人", "社協", "消防団", "自治体", "団体",
    "機関", "部門", "農協", "漁協", "所属", "全庁", "庁内", "部局", "会",
)
KINDS_OF_OFFICES: Final = (
    "公民館", "図書館", "児童館", "博物館", "美術館", "体育館", "保育所", "出張所", "支所", "保健所", "市役所",
    "区役所", "センター", "市民センター", "地域センター", "事務局", "事務所", "総合支所",
)
"""Names of a kind of office: whose they are is not said by what stands before them."""
ROLE_SUFFIXES: Final = (
    "市長", "町長", "村長", "区長", "教育長", "部長", "局長", "課長", "室長", "係長", "所長", "館長", "校長",
    "園長", "署長", "会計管理者", "事業管理者", "監査委員", "民生委員", "児童委員", "推進員", "支援員", "相談員",
    "指導員", "調整監", "管理監", "政策監", "統括監", "参事", "主幹", "職員",
)
SUFFIXES: Final = tuple(
    sorted(
        {
            *BUREAU_SUFFIXES,
            *SECTION_SUFFIXES,
            *SUBSECTION_SUFFIXES,
            *OFFICE_SUFFIXES,
            *BODY_SUFFIXES,
            *ROLE_SUFFIXES,
        },
        key=lambda suffix: (-len(suffix), suffix),
    )
)
"""Every ending, the longest first."""
LOOK_ALIKE_ENDINGS: Final = (
    "関係", "社会", "都会", "機会", "賦課", "日課", "放課", "公園", "庭園", "田園", "場所", "住所", "名所", "近所",
    "要所", "箇所", "教室", "温室", "旅館", "薬局", "寺院", "地区", "校区", "学区", "特区", "街区", "内部", "外部",
    "一部", "幹部", "都市部", "市街部", "農村部", "山間部",
)
"""Common words whose last character is also an office's: a text that ends in one goes on (公園・緑地課)."""
DIRECTIONS: Final = (
    "東部", "西部", "南部", "北部", "中部", "中央部", "学園",
)
"""The same, but only as the whole text: 北部・南部支所."""
PLACE_WORDS: Final = (
    "学校", "高校", "大学", "市場", "職員", "自治会", "町内会",
)
"""Words that stand alone in a list (学校・公民館) and also open the name of one section (学校・地域連携課)."""
BARE_ENDINGS: Final = (
    "センター", "事務局", "グループ", "チーム", "ユニット", "担当", "担当者", "本部", "分室", "窓口", "委員会",
    "協議会", "会議", "ホール", "プラザ", "クラブ", "事務所",
)
"""Endings that name no office by themselves: after a line end they continue what stands before."""
WEAK_MODIFIERS: Final = (
    "市役所内", "市役所", "役場内", "役場", "市長部局", "庁内", "全庁", "本庁", "各種", "事業", "施設", "業務",
    "事務", "施策", "計画", "庶務", "の", "内",
)
STRONG_MODIFIERS: Final = (
    "その他の", "その他", "ほかの", "他の", "他", "全ての", "すべての", "全て", "すべて", "全", "それぞれの",
    "各々の", "各", "関係する", "関連する", "関係", "関連", "該当する", "該当", "当該", "担当する", "担当",
    "所管する", "所管", "主管", "主務", "所轄", "実施", "出先", "原",
)
UNITS: Final = (
    "局室区", "局部区", "局区", "区局", "部区", "室区",
    "部局課", "部課室", "課かい", "課室所", "課所室", "部課", "課室", "室課", "局課", "課所", "課係", "課", "部局",
    "部署", "部門", "部", "局", "室", "係", "班", "所属", "所管", "職場", "組織", "機関", "団体", "施設", "担当者",
    "担当", "者", "窓口", "職員",
)
RELATED_OFFICES: Final = (
    "総合支所", "支所", "出張所", "区役所", "区", "センター", "公民館", "小中学校", "学校", "保育所", "事務所",
    "事務局", "自治会", "地区", "市町村", "市町", "省庁", "自治体", "委員会", "事業者",
)
GENERIC_WORDS: Final = (
    "全庁", "庁内", "庁内全体", "市全体", "全市", "市役所全体", "町全体", "村全体", "役場全体", "行政全体",
    "関係各所", "関係各位", "全庁的", "全職員", "各職員", "全体", "共通", "各行政委員会", "その他",
)
ALL_SECTIONS: Final = ("各課", "全課", "各課室", "全課室", "各室", "各係", "各班", "全係")
"""In brackets after a bureau: all sections of it."""
LABELS: Final = (
    "担当課", "担当部署", "担当部局", "担当部課", "担当所属", "担当課等", "所管課", "所管部署", "所管部局",
    "主管課", "主管部署", "関係部署", "関係部課", "実施課", "実施担当課",
)
"""Headings of a departments column: generic names in a cell, no departments on a line of their own."""
LEAD_ROLES: Final = (
    "主", "主管", "主管課", "主管部署", "主担当", "主担当課", "主担当部署", "主務", "主務課", "正", "幹事", "幹事課",
    "統括", "統括課", "総括", "総括課", "取りまとめ", "取りまとめ課", "とりまとめ", "とりまとめ課", "取りまとめ担当",
    "取りまとめ部署", "代表", "代表課", "中心", "中心課", "事務局", "主体", "リーダー",
)
"""Words in brackets or before a colon that mark the office in charge."""
OTHER_ROLES: Final = (
    "担当", "担当課", "担当部署", "担当部局", "担当課名", "担当課等", "所管", "所管課", "所管部署", "実施",
    "実施課", "実施主体", "副", "副担当", "従", "協力", "協力課", "協力部署", "連携", "連携課", "連携部署", "支援",
    "支援課", "関連", "関連課", "関連部署", "関係", "関係部署", "関係部局", "関係課", "関係課等", "補助", "部署",
    "課名", "部署名",
)
"""Words in the same places that say nothing about who is in charge."""
NAME_BRACKETS: Final = (
    "仮称", "仮", "新", "旧", "公財", "一財", "公社", "一社", "財", "社", "社福", "福", "株", "有", "特非", "NPO",
    "NPO法人", "独", "地独", "学",
)
"""Brackets before a name that belong to it: （仮称）, legal forms."""
# fmt: on
