from hypothesis import given
from hypothesis import strategies as st

from core.charting import LONGEST_LABEL, article_label, bars, matrix, stacks, tag_labels
from core.codebook import TagTree
from core.frequencies import frequencies
from core.model import Document, Tag


def document(number, title=None):
    return Document(number, title or f"Article {number}", "", "", "", f"{number}.txt", 9, 2, "")


def tag(number, name, parent=None):
    return Tag(number, parent, name, "#4477aa", "", None)


TREE = TagTree([tag(1, "Zebra"), tag(2, "Ant"), tag(3, "Bee", parent=1), tag(4, "Cow")])
DOCUMENTS = [document(1), document(2), document(3)]
COUNTS = frequencies([(1, 1, 2), (1, 3, 5), (1, 4, 2), (2, 4, 1)])


def test_bars_are_sorted_by_count_and_then_as_in_the_tree():
    data = bars(COUNTS, TREE, DOCUMENTS[0])
    assert [(bar.label, bar.codings) for bar in data.rows] == [("Bee", 5), ("Cow", 2), ("Zebra", 2)]
    assert (data.document, data.of) == (1, 3)


def test_an_article_without_codings_has_no_bars():
    assert bars(COUNTS, TREE, DOCUMENTS[2]).rows == ()


def test_stacks_hold_every_article_with_its_tags_in_tree_order():
    data = stacks(COUNTS, TREE, DOCUMENTS, {1: 4, 3: 1})
    assert [[bar.label for bar in row.segments] for row in data.rows] == [["Cow", "Zebra", "Bee"], ["Cow"], []]
    assert [(row.total, row.annotations) for row in data.rows] == [(9, 4), (1, 0), (0, 1)]
    assert [(bar.label, bar.codings) for bar in data.tags] == [("Cow", 3), ("Zebra", 2), ("Bee", 5)]


def test_the_matrix_has_a_row_for_each_used_tag_and_a_column_for_each_article():
    data = matrix(COUNTS, TREE, DOCUMENTS)
    assert [(bar.label, bar.codings) for bar in data.rows] == [("Cow", 3), ("Zebra", 2), ("Bee", 5)]
    assert data.cells == ((2, 1, 0), (2, 0, 0), (5, 0, 0))


def test_what_is_left_out_has_the_fewest_codings_and_is_counted():
    data = matrix(COUNTS, TREE, DOCUMENTS, row_limit=2, column_limit=1)
    assert [bar.label for bar in data.rows] == ["Cow", "Bee"]
    assert [column.document for column in data.columns] == [1]
    assert (data.of_rows, data.of_columns) == (3, 3)
    assert data.cells == ((2,), (5,))
    assert [bar.codings for bar in data.rows] == [3, 5]  # over all articles, the hidden ones too


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(1, 9)), max_size=20))
def test_the_three_charts_agree(rows):
    counted = frequencies({(row, tag): (row, tag, count) for row, tag, count in rows}.values())
    documents = [document(number) for number in range(1, 7)]
    table = matrix(counted, TREE, documents)
    stacked = stacks(counted, TREE, documents, {})
    for at in range(len(table.columns)):
        cells = {bar.tag: cells[at] for bar, cells in zip(table.rows, table.cells, strict=True) if cells[at]}
        assert cells == {bar.tag: bar.codings for bar in stacked.rows[at].segments}
        assert cells == {bar.tag: bar.codings for bar in bars(counted, TREE, documents[at]).rows}
        assert stacked.rows[at].total == sum(cells.values())
    assert [bar.codings for bar in table.rows] == [sum(cells) for cells in table.cells]


def test_tags_of_one_name_are_told_apart_by_their_paths():
    tree = TagTree([tag(1, "Cause"), tag(2, "Other", 1), tag(3, "other"), tag(4, "Effect")])
    assert tag_labels(tree) == {1: "Cause", 2: "Cause/Other", 3: "other", 4: "Effect"}


def test_a_very_long_title_is_cut():
    label = article_label(document(1, "word " * 400))
    assert len(label) <= LONGEST_LABEL
    assert label.endswith("…")
