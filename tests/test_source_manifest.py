"""The manifest of plans."""

import hashlib
import random
import tomllib
from pathlib import Path

import pytest

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.source.manifest import LAYOUTS, PlanSourceError, describe_file, read_manifest

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"


def entry(plan_id: str, text: str, **changes: object) -> dict[str, object]:
    return {
        "id": plan_id,
        "file": f"{plan_id}.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "municipality": "山口市",
        "municipality_code": "35203",
        "prefecture": "山口県",
        "title": "山口市協働推進プラン",
        "state": "final",
        **changes,
    }


def write(folder: Path, *entries: dict[str, object], texts: dict[str, str] | None = None) -> Path:
    """A folder with a manifest of the entries; each file holds its plan's id unless `texts` says otherwise."""
    lines = []
    for plan in entries:
        lines.append("[[plan]]")
        for key, value in plan.items():
            shown = str(value).lower() if isinstance(value, bool) else value if isinstance(value, int) else f'"{value}"'
            lines.append(f"{key} = {shown}")
    (folder / "plans.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if texts is None:
        texts = {f"{plan['id']}.txt": str(plan["id"]) for plan in entries}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def refuse(folder: Path, message: str) -> str:
    with pytest.raises(InputError, match=message) as caught:
        read_manifest(folder)
    assert "\n" not in str(caught.value)
    assert "plans.toml" in str(caught.value)
    return str(caught.value)


def test_the_five_plans():
    plans = {plan.plan_id: plan for plan in read_manifest(RAW)}
    assert list(plans) == ["koka", "nichinan", "tsushima", "yamaguchi-1", "yamaguchi-2"]
    assert [plan.municipality_code for plan in plans.values()] == ["25209", "45204", "42209", "35203", "35203"]
    assert [plan.state for plan in plans.values()] == ["draft", "fragment", "draft", "final", "final"]
    periods = {plan.plan_id: (plan.first_fiscal_year, plan.last_fiscal_year) for plan in plans.values()}
    assert periods["yamaguchi-1"] == (2013, 2017)
    assert periods["yamaguchi-2"] == (2018, 2027)
    assert periods["koka"] == periods["nichinan"] == (None, None)
    assert periods["tsushima"] == (2008, 2008)
    assert {plan.layout for plan in plans.values()} == {"auto"}


def test_only_nichinan_is_inferred_and_its_note_says_from_what():
    inferred = [plan for plan in read_manifest(RAW) if plan.municipality_inferred]
    assert [plan.municipality for plan in inferred] == ["日南市"]
    assert all(name in inferred[0].note for name in ("inferred", "東郷", "酒谷", "細田"))


def test_titles_are_printed_in_the_texts():
    for plan in read_manifest(RAW):
        if plan.plan_id in ("koka", "yamaguchi-2"):
            assert plan.title in plan.path.read_text(encoding="utf-8")


def test_the_order_of_the_entries_is_immaterial(tmp_path):
    entries = [entry(plan_id, plan_id) for plan_id in ("ube", "hofu", "hagi", "yanai")]
    expected = read_manifest(write(tmp_path, *entries))
    assert [plan.plan_id for plan in expected] == ["hagi", "hofu", "ube", "yanai"]
    random.Random(5).shuffle(entries)
    assert read_manifest(write(tmp_path, *[dict(reversed(plan.items())) for plan in entries])) == expected


def test_every_key_is_read(tmp_path):
    plan = entry(
        "ube",
        "ube",
        title_en="Plan",
        first_fiscal_year=2020,
        last_fiscal_year=2024,
        layout="columns",
        era="令和",
        note="A note.",
        municipality_inferred=True,
    )
    (read,) = read_manifest(write(tmp_path, plan))
    assert {key: getattr(read, "plan_id" if key == "id" else key) for key in plan} == plan
    assert read.path == tmp_path / "ube.txt"


def test_missing_manifest(tmp_path):
    refuse(tmp_path, "does not exist; name a folder")


def test_bad_toml_names_the_line(tmp_path):
    (tmp_path / "plans.toml").write_text('[[plan]]\nid = "ube\n', encoding="utf-8")
    refuse(tmp_path, "not valid TOML.*line 2")


@pytest.mark.parametrize("text", ['title = "none"\n', 'plan = "ube"\n', "plan = []\n", "[plan]\nid = 1\n"])
def test_a_manifest_without_plans(tmp_path, text):
    (tmp_path / "plans.toml").write_text(text, encoding="utf-8")
    refuse(tmp_path, r"lists no plan; add a \[\[plan\]\]")


def test_missing_file(tmp_path):
    write(tmp_path, entry("ube", "ube"))
    (tmp_path / "ube.txt").unlink()
    refuse(tmp_path, "'ube'.*does not exist")


def test_an_id_twice(tmp_path):
    refuse(write(tmp_path, entry("ube", "1"), entry("ube", "2", file="other.txt")), "id 'ube' stands there twice")


def test_a_plan_twice_under_two_names(tmp_path):
    twins = entry("ube", "same"), entry("hofu", "same")
    folder = write(tmp_path, *twins, texts={"ube.txt": "same", "hofu.txt": "same"})
    refuse(folder, "a plan is listed twice, as 'ube' and 'hofu'")


def test_a_file_twice(tmp_path):
    refuse(write(tmp_path, entry("ube", "1"), entry("hofu", "2", file="./ube.txt")), "a plan is listed twice")


def test_wrong_checksum_names_both(tmp_path):
    write(tmp_path, entry("ube", "計画"), texts={"ube.txt": "計書"})
    message = refuse(tmp_path, "wrong checksum")
    for text in ("計画", "計書"):
        assert hashlib.sha256(text.encode()).hexdigest() in message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"layout": "table"}, "layout 'table' is unknown; use auto, cards, columns, markup, prose"),
        ({"state": "done"}, "state 'done' is unknown; use final, draft, fragment"),
        ({"era": "平静"}, "era '平静' is unknown"),
        ({"id": "Ube 1"}, "'Ube 1' cannot be an id"),
        ({"id": "../ube"}, "cannot be an id"),
        ({"id": "ube-"}, "cannot be an id"),
        ({"file": "../ube.txt"}, "leaves the folder"),
        ({"file": "/etc/passwd"}, "leaves the folder"),
        ({"file": "C:/ube.txt"}, "leaves the folder"),
        ({"file": "..\\\\ube.txt"}, "leaves the folder"),
        ({"municipality_code": "3520"}, "five digits"),
        ({"municipality_code": 35203}, "municipality_code must be a text"),
        ({"sha256": "abc"}, "64 digits"),
        ({"title": " "}, "title must be a text that is not empty"),
        ({"first_fiscal_year": "2013"}, "must be a western year"),
        ({"first_fiscal_year": True}, "must be a western year"),
        ({"first_fiscal_year": 2018, "last_fiscal_year": 2013}, "comes after last_fiscal_year 2013"),
        ({"municipality_inferred": "yes"}, "must be true or false"),
        ({"tittle": "x"}, "'tittle' is unknown; use id, file"),
    ],
)
def test_wrong_entries(tmp_path, changes, message):
    refuse(write(tmp_path, entry("ube", "ube", **changes), texts={"ube.txt": "ube"}), message)


def test_missing_keys(tmp_path):
    plan = entry("ube", "ube")
    del plan["title"], plan["state"]
    refuse(write(tmp_path, plan), "plan 'ube': title, state missing")


def test_a_link_out_of_the_folder(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "outside.txt").write_text("ube", encoding="utf-8")
    write(raw, entry("ube", "ube"), texts={})
    (raw / "ube.txt").symlink_to(tmp_path / "outside.txt")
    refuse(raw, "leaves the folder")


def test_a_manifest_that_windows_wrote(tmp_path):
    write(tmp_path, entry("ube", "ube"))
    data = (tmp_path / "plans.toml").read_bytes()
    (tmp_path / "plans.toml").write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert read_manifest(tmp_path)[0].municipality == "山口市"


def test_a_file_outside_the_manifest(tmp_path):
    path = tmp_path / "Ube City Plan_2.txt"
    path.write_text("計画", encoding="utf-8")
    plan = describe_file(path)
    assert (plan.plan_id, plan.layout, plan.municipality) == ("ube-city-plan-2", "auto", None)
    assert plan.sha256 == hashlib.sha256("計画".encode()).hexdigest()
    (tmp_path / "計画.txt").write_text("計画", encoding="utf-8")
    assert describe_file(tmp_path / "計画.txt").plan_id == "plan"
    assert [describe_file(path, "ube", layout).layout for layout in LAYOUTS] == list(LAYOUTS)


def test_a_file_outside_the_manifest_with_wrong_names(tmp_path):
    with pytest.raises(PlanSourceError, match="layout 'grid' is unknown"):
        describe_file(tmp_path / "plan.txt", layout="grid")
    with pytest.raises(PlanSourceError, match="cannot be an id"):
        describe_file(tmp_path / "plan.txt", plan_id="a/b")
    with pytest.raises(InputError, match="does not exist"):
        describe_file(tmp_path / "plan.txt")


def test_the_manifest_is_valid_toml_with_files_as_they_were_published():
    listed = tomllib.loads((RAW / "plans.toml").read_text(encoding="utf-8"))["plan"]
    assert {plan["file"] for plan in listed} == {f"{plan['id']}.txt" for plan in listed}
