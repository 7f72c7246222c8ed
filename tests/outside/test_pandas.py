"""The numbers of charts, counted again from the CSV export by somebody else's program.

Run by `uv run --with pandas==3.1.1 pytest tests/outside`; Postil itself does not need pandas.
"""

import json
import random

import pytest

from tests.cli.test_cli import loaded, run

pandas = pytest.importorskip("pandas")
TAGS = ["Energy", "Energy/Oil", "Actors/Trump", "Actors/Putin", "Framing"]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The sample articles with 150 passages that overlap, touch and carry several tags."""
    path = tmp_path_factory.mktemp("outside") / "book.postil"
    run("new", path, "--seeds")
    chance = random.Random(11)
    for _ in range(150):
        start = chance.randrange(4000)
        options = [word for tag in chance.sample(TAGS, chance.randint(1, 3)) for word in ("--tag", tag)]
        place = ("--document", chance.randint(1, 5), "--start", start, "--stop", start + chance.randint(1, 300))
        run("annotate", path, *place, *options)
    return path


@pytest.fixture(scope="module")
def exported(project):
    """The codings as pandas reads them from the CSV export."""
    out = project.with_suffix(".csv")
    run("export", project, "--format", "csv", out)
    return pandas.read_csv(out, keep_default_na=False)


def as_frame(project, *question):
    """What Postil counts."""
    found = json.loads(run("measure", project, *question, "--json").stdout)
    return pandas.DataFrame(found["values"], index=found["rows"], columns=found["columns"])


def counted(frame, *by):
    return frame.groupby(list(by), sort=False).size().unstack(fill_value=0)


def union(rows):
    """Characters that passages of an article cover, each once."""
    return len(set().union(*(range(start, stop) for start, stop in zip(rows["start"], rows["stop"], strict=True))))


def same(ours, theirs):
    """Whether two tables have the same numbers under the same names; what theirs does not have is zero."""
    theirs = theirs.reindex(index=ours.index, columns=ours.columns, fill_value=0)
    pandas.testing.assert_frame_equal(ours, theirs, check_dtype=False, check_names=False)
    assert ours.to_numpy().sum() > 0


def test_codings_of_tags_in_articles(project, exported):
    same(as_frame(project, "matrix"), counted(exported, "tag", "article"))


def test_tag_frequency_in_all_articles(project, exported):
    same(as_frame(project, "frequency"), exported["tag"].value_counts().to_frame("all"))


def test_passages_and_articles_with_a_tag(project, exported):
    places = exported.drop_duplicates(["document", "start", "stop", "tag"])
    same(as_frame(project, "frequency", "--unit", "passages"), places["tag"].value_counts().to_frame("all"))
    articles = exported.groupby("tag")["document"].nunique().to_frame("all")
    same(as_frame(project, "frequency", "--unit", "articles"), articles)


def test_coverage_in_characters_and_per_cent(project, exported):
    covered = exported.groupby(["tag", "article"])[["start", "stop"]].apply(union).unstack(fill_value=0)
    same(as_frame(project, "matrix", "--unit", "characters"), covered)
    sizes = {each["title"]: each["characters"] for each in loaded("list", project, "documents")}
    same(as_frame(project, "matrix", "--unit", "percent"), 100 * covered / pandas.Series(sizes))


def test_tags_by_outlet_and_subtags_rolled_up(project, exported):
    outlets = exported.assign(outlet=exported["outlet"].replace("", "not noted"))
    same(as_frame(project, "attribute", "--by", "attribute:outlet"), counted(outlets, "tag", "outlet"))
    rolled = exported.assign(tag=exported["tag"].str.split("/").str[0])["tag"].value_counts().to_frame("all")
    tops = as_frame(project, "frequency", "--rollup").loc[["Energy", "Actors", "Framing"]]
    same(tops, rolled)
