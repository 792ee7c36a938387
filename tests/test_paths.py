"""Where the project's folders lie."""

from pathlib import Path

from kyodo_analysis import paths


def test_the_project_is_found_from_below(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "plans.toml").touch()
    (tmp_path / "notebooks" / "drafts").mkdir(parents=True)
    assert paths.project_root(tmp_path / "notebooks" / "drafts") == tmp_path
    monkeypatch.chdir(tmp_path / "notebooks")
    assert paths.raw_folder() == tmp_path / "data" / "raw"
    assert paths.hand_folder() == tmp_path / "data" / "hand"
    assert paths.processed_folder() == tmp_path / "data" / "processed"
    assert paths.figures_folder() == tmp_path / "figures"


def test_elsewhere_it_is_the_checkout_of_the_package(tmp_path):
    checkout = Path(paths.__file__).resolve().parent.parent
    assert paths.project_root(tmp_path) == checkout
    assert (checkout / "data" / "raw" / "plans.toml").is_file()
