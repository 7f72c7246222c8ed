import hashlib
import json
from pathlib import Path

import platformdirs
import pytest

from core.errors import UserError
from storage import documents, history, samples

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Where the default project goes."""
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data" / "Postil"))
    return tmp_path / "data" / "Postil"


def test_the_index_names_every_text_once_in_order():
    index = json.loads((SEEDS / "index.json").read_text(encoding="utf-8"))
    assert [entry["file"] for entry in index] == sorted(path.name for path in SEEDS.glob("*.txt"))


def test_the_articles_are_their_files():
    articles = samples.sample_articles()
    assert [len(a.text.text) for a in articles] == [13493, 9282, 6674, 20153, 5983]
    for article in articles:
        raw = (SEEDS / article.source).read_bytes()
        assert article.original_sha256 == hashlib.sha256(raw).hexdigest()
        assert article.text.replaced == 0


def test_what_the_index_says_stands_in_the_text():
    first, *others = samples.sample_articles()
    assert "Dmitriev" in first.title
    for article in others:
        for said in (article.title, article.author, article.outlet):
            assert said in article.text.text
    assert "October 27, 2025" in others[-1].text.text
    assert others[-1].date == "2025-10-27"
    assert [a.date for a in others[:-1]] == ["", "", ""]


def test_the_first_start_makes_the_default_project_and_the_next_opens_it(home):
    project = samples.default_project()
    assert project.path == home / "Postil samples.postil"
    assert [d.title for d in documents.all_documents(project.db)] == [a.title for a in samples.sample_articles()]
    assert [step.label for step in history.steps(project.db)] == ["Add 5 articles"]
    project.undo()
    project.close()
    again = samples.default_project()
    assert documents.all_documents(again.db) == []
    again.close()


def test_a_damaged_default_project_is_refused_and_kept(home):
    home.mkdir(parents=True)
    (home / "Postil samples.postil").write_text("mine")
    with pytest.raises(UserError):
        samples.default_project()
    assert (home / "Postil samples.postil").read_text() == "mine"


def test_a_data_folder_that_cannot_be_made_is_a_sentence(home):
    home.parent.write_text("a file where the folder should be")
    with pytest.raises(UserError, match="cannot be"):
        samples.default_project()


def test_no_half_made_project_stays_behind(tmp_path, monkeypatch):
    def fails(*_):
        raise UserError("No.")

    monkeypatch.setattr(samples.operations, "add_documents", fails)
    with pytest.raises(UserError, match="No"):
        samples.create_with_samples(tmp_path / "p.postil")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_without_the_texts_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(samples, "_FOLDER", tmp_path)
    with pytest.raises(UserError, match="are missing from this copy"):
        samples.create_with_samples(tmp_path / "p.postil")
    assert list(tmp_path.iterdir()) == []
