import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.codebook import MAX_NAME, TagTree, clean_name, folded, join_path, name_of_words, split_path
from core.errors import UserError
from core.model import Tag


def tag(id_, name, parent=None, pin=None):
    return Tag(id_, parent, name, "#4477aa", "", pin)


@st.composite
def names(draw):
    raw = draw(st.text(st.characters() | st.sampled_from("/\\ ab"), min_size=1, max_size=12))
    try:
        return clean_name(raw)
    except UserError:
        assume(False)


@given(st.lists(names(), min_size=1, max_size=4))
def test_a_path_leads_back_to_its_names(chain):
    assert split_path(join_path(chain)) == chain


@pytest.mark.parametrize(
    ("chain", "path"),
    [
        (["topic"], "topic"),
        (["topic", "money"], "topic/money"),
        (["and/or"], "and\\/or"),
        (["and/or", "/"], "and\\/or/\\/"),
        (["a\\b"], "a\\b"),
        (["a\\/b", "c"], "a\\\\/b/c"),
    ],
)
def test_paths_are_names_joined_by_slashes(chain, path):
    assert join_path(chain) == path
    assert split_path(path) == chain


@pytest.mark.parametrize("path", ["", "/", "a/", "/a", "a//b", "a/ /b"])
def test_a_path_with_an_empty_name_is_refused(path):
    with pytest.raises(UserError, match="needs a name"):
        split_path(path)


@given(st.text(st.characters(), max_size=30))
def test_a_clean_name_is_one_trimmed_line_that_any_file_can_hold(raw):
    try:
        name = clean_name(raw)
    except UserError:
        return
    assert name == name.strip() == clean_name(name)
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set("\x00\n\r\u2028\u202e")
    assert name.encode("utf-8").decode("utf-8") == name


@pytest.mark.parametrize("raw", ["", "  ", "\n", "\x00", "\u202e"])
def test_a_name_of_nothing_is_refused(raw):
    with pytest.raises(UserError, match="needs a name"):
        clean_name(raw)


def test_names_have_a_greatest_length_and_no_backslash_at_the_end():
    assert clean_name("x" * MAX_NAME) == "x" * MAX_NAME
    with pytest.raises(UserError, match=f"at most {MAX_NAME} characters; this one has {MAX_NAME + 1}"):
        clean_name("x" * (MAX_NAME + 1))
    with pytest.raises(UserError, match="backslash"):
        clean_name("path\\ ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Money", "mONEY"),
        ("é", "e\u0301"),
        ("É", "e\u0301"),
        ("Straße", "STRASSE"),
        ("Å", "\u212b"),
        ("Σ", "ς"),
    ],
)
def test_names_that_read_the_same_fold_together(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("resume", "résumé"), ("a b", "ab"), ("1", "¹")])
def test_different_names_stay_different(one, other):
    assert folded(one) != folded(other)


TREE = TagTree(
    [
        tag(1, "topic"),
        tag(2, "money", 1),
        tag(3, "Art", 1, pin=4),
        tag(4, "topic", 2),
        tag(5, "Zebra"),
        tag(6, "and/or"),
    ]
)


def test_tags_come_each_before_its_subtags_in_the_order_of_names():
    assert [t.id for t in TREE] == [6, 1, 3, 2, 4, 5]
    assert [t.id for t in TREE.walk(1)] == [3, 2, 4]
    assert [t.id for t in TREE.children(None)] == [6, 1, 5]
    assert len(TREE) == 6


def test_paths_and_finding_agree():
    assert TREE.path(4) == "topic/money/topic"
    assert TREE.path(6) == "and\\/or"
    for one in TREE:
        assert TREE.find(split_path(TREE.path(one.id))) == one.id


def test_finding_compares_names_as_siblings_are_compared():
    assert TREE.find(["TOPIC", "art"]) == 3
    assert TREE.find(["MONEY"], parent=1) == 2
    assert TREE.find(["money"]) is None
    assert TREE.find([]) is None


def test_a_tag_is_within_itself_and_its_ancestors_only():
    assert TREE.is_within(4, 4)
    assert TREE.is_within(4, 1)
    assert not TREE.is_within(1, 4)
    assert not TREE.is_within(5, 1)
    assert not TREE.is_within(None, 1)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Oil\u00a0 sanctions\n\n came", "Oil sanctions came"),
        ("a\u202eb \\", "a b"),
        ("word " * 13, "word " * 11 + "word"),
        ("word " * 11 + "words more", "word " * 11 + "words"),
        ("天" * 80, "天" * 60),
        ("🇺🇦" * 29 + "abc🇺🇦🇩🇪", "🇺🇦" * 29 + "a" + "b"),
        ("e\u0301" * 40, "e\u0301" * 30),
    ],
)
def test_words_of_a_text_name_a_tag(words, name):
    assert name_of_words(words) == name


@given(st.text(min_size=1))
def test_any_words_make_a_name_or_none(words):
    name = name_of_words(words)
    assert len(name) <= 60
    assert not name or split_path(join_path([name])) == [clean_name(name)]


def test_pinned_tags_are_found_by_their_key():
    assert {pin: t.name for pin, t in TREE.pinned().items()} == {4: "Art"}


def test_line_styles_tell_tags_of_one_colour_apart():
    blue, red = "#4477aa", "#cc4455"
    colors = {3: blue, 1: blue, 2: red, 9: blue, 4: blue, 7: red, 8: blue}
    tags = TagTree([tag(key, f"Tag {key}")._replace(color=color) for key, color in colors.items()])
    assert {key: tags.style(key) for key in colors} == {1: 0, 3: 1, 4: 2, 8: 3, 9: 0, 2: 0, 7: 1}


def test_what_is_looked_for_is_the_path_as_people_read_it():
    assert TREE.shown_path(4) == "topic › money › topic"
    assert TREE.order == (6, 1, 3, 2, 4, 5)
    assert tuple(TREE.targets) == TREE.order
    for key, target in TREE.targets.items():
        assert target.text == TREE.shown_path(key).lower()
        assert target.text[target.name :] == TREE.by_id[key].name.lower()
