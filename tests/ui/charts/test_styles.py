"""Tags of one colour are told apart in charts as in the text, by the style of their line; in print by patterns."""

import pytest

from storage import operations
from tests.storage.contents import add_article
from ui import theme
from ui.charts.chosen import content_of, settings_of
from ui.charts.drawing import STROKE, dashes
from ui.charts.figure import Box, Line
from ui.charts.measuring import Measuring
from ui.charts.patterns import patterned
from ui.session import Session

CHARTS = {
    "frequency": {},
    "stacked": {},
    "portrait": {},
    "codeline": {},
    "cooccurrence": {},
    "network": {},
    "time": {"every": True},
    "attribute": {"form": "grouped"},
    "tree": {},
    "words": {"tag": "Eleventh"},
}


@pytest.fixture
def measuring(qapp, project):
    """An article with eleven tags, of which the last has the colour of the first, and a second article."""
    article = add_article(project, "Some energy, gas and oil for peace.\n" * 30, title="One")
    project.run("Date", operations.edit_document, article, "One", "", "The Post", "2020-05")
    other = add_article(project, "Another text altogether. " * 30, title="Two")
    names = [*(f"Tag {at}" for at in range(1, 11)), "Eleventh"]
    tags = [project.run("New tag", operations.create_tag, name)[0] for name in names]
    for at, tag in enumerate(tags):
        project.run("Tag", operations.annotate, article, 40 * at, 40 * at + 9, [tag, tags[at - 1]])
    project.run("Tag", operations.annotate, other, 0, 7, tags[-2:])
    measuring = Measuring(Session(project))
    tree = measuring.session.tags
    assert [tree.style(tag) for tag in tags] == [0] * 10 + [1]
    assert tree.by_id[tags[0]].color == tree.by_id[tags[-1]].color
    return measuring


def styled(shapes):
    """What is drawn in the style of the eleventh tag."""
    wanted = dashes(1, STROKE)
    return [
        each
        for each in shapes
        if (isinstance(each, Box) and each.style == 1) or (isinstance(each, Line) and each.dash == wanted)
    ]


@pytest.mark.parametrize("name", CHARTS)
def test_the_style_of_a_tag_is_seen_in_each_chart_that_has_its_colour(measuring, name):
    documents = [1] if name == "codeline" else []
    content = content_of(measuring, settings_of(measuring, name, documents, CHARTS[name]))
    figure = content.draw(900.0, theme.themes()["light"])
    assert styled(figure.shapes())
    assert not [each for each in styled(patterned(figure).shapes()) if isinstance(each, Line)]
