"""Codebooks from elsewhere: whatever a file holds is read or refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codebook import TagTree
from core.codebook_import import DEEPEST, LARGEST, Entry, parse, plan, summary
from core.errors import UserError
from core.model import Tag

TREE = TagTree(
    [
        Tag(1, None, "Economy", "#4477aa", "", None),
        Tag(2, 1, "Énergie", "#4477aa", "ours", None, "", "never"),
        Tag(3, None, "and/or", "#4477aa", "", None),
    ]
)
LINES = st.text(st.sampled_from("ab/\\:,;\t \n\"'-=é\u0301א\x00\ufeff"), max_size=60)
HEADS = st.sampled_from(
    ["", "tag\n", "tag,definition\n", "Code;Description;colour\n", "name\tparent\tmemo\n", "sep=;\nTag\n"]
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("tag\nEconomy/Energy\n", [Entry(("Economy", "Energy"))]),
        ("\ufeffTag;Description\r\nA;x\r\n", [Entry(("A",), "x")]),
        ("sep=;\nCode;Memo\nA;x\n", [Entry(("A",), "x")]),
        ("tag,description,number of highlights\nA,x,7\n", [Entry(("A",), "x")]),
        ("Name\tParent code\tWhen_to_use\nb/c\tA\tnow\n", [Entry(("A", "b/c"), "", "now")]),
        ('path,include,exclude\n"and\\/or/x","a\nb",\n', [Entry(("and/or", "x"), "", "a\nb")]),
        ("brief definition,code,full definition\nshort,A,long\n\n", [Entry(("A",), "short\n\nlong")]),
        ("tag,colour\nA\nB,#FF0000,more\n", [Entry(("A",)), Entry(("B",), color="#FF0000")]),
        ("tag,definition\n'-a,'=1+1\n''=b,'c\n", [Entry(("-a",), "=1+1"), Entry(("'=b",), "'c")]),
    ],
)  # fmt: skip
def test_tables_as_people_and_programs_write_them(raw, expected):
    assert parse(raw, True) == expected
    if "\n" in raw and len(raw.split("\n")[0]) > 5:
        assert parse(raw, False) == expected


def test_an_indented_list():
    raw = "Economy: money: all of it\n\tEnergy\n\t\tOil and/or gas:\n\n\tTrade 10:30\n  War: w\n- b\n  * c: d\n"
    assert parse(raw, False) == [
        Entry(("Economy",), "money: all of it"),
        Entry(("Economy", "Energy")),
        Entry(("Economy", "Energy", "Oil and/or gas")),
        Entry(("Economy", "Trade 10:30")),
        Entry(("Economy", "War"), "w"),
        Entry(("b",)),
        Entry(("b", "c"), "d"),
    ]


@pytest.mark.parametrize(
    ("raw", "is_table", "sentence"),
    [
        ("", False, "no tags"),
        ("tag\n", True, "no tags"),
        ("a,b\n1,2\n", True, "names no column"),
        ("tag\nA\x00", True, "no text"),
        ("tag,definition\n,x\n", True, "^Line 2: A tag needs a name"),
        ("A\n" + "x" * 201, False, "^Line 2: .* at most 200"),
        ("tag\n" + "a/" * DEEPEST + "a", True, f"at most {DEEPEST} levels"),
        ("\n".join(" " * n + "a" for n in range(DEEPEST + 1)), False, f"^Line {DEEPEST + 1}: .*levels"),
        ("a" * (LARGEST + 1), False, "at most"),
    ],
)
def test_what_is_refused(raw, is_table, sentence):
    with pytest.raises(UserError, match=sentence) as caught:
        parse(raw, is_table)
    assert str(caught.value).endswith(".")


@given(HEADS, LINES, st.booleans())
def test_any_text_is_read_or_refused(head, raw, is_table):
    try:
        entries = parse(head + raw, is_table)
    except UserError:
        return
    planned = plan(TREE, entries)
    assert {each.known.id for each in planned if each.known} <= TREE.by_id.keys()
    seen = {()}
    for each in planned:
        assert each.names[:-1] in {names[: len(each.names) - 1] for names in seen} or len(each.names) == 1
        seen.add(each.names)
    assert summary(planned).endswith(".")


def test_what_is_missing_is_made_and_what_is_empty_is_filled():
    entries = [
        Entry(("economy", "E\u0301NERGIE", "Oil"), "black"),
        Entry(("ECONOMY", "énergie"), "theirs", "always", "never"),
        Entry(("Economy",), " "),
        Entry(("Economy", "énergie"), "theirs, again"),
    ]
    economy, energy, oil = plan(TREE, entries)
    assert (economy.known.id, economy.changes, economy.kept) == (1, False, ())
    assert (energy.known.id, energy.texts, energy.kept) == (2, {"include": "always"}, ("definition",))
    assert (oil.known, oil.texts, oil.names[-1]) == (None, {"definition": "black"}, "Oil")
    replaced = plan(TREE, entries, replace=True)[1]
    assert replaced.texts == {"definition": "theirs\n\ntheirs, again", "include": "always"}
    assert (
        summary([economy, energy, oil]) == "1 new tag and texts of 1 tag. What 1 tag already said otherwise stays."
    )
    assert summary([economy]).startswith("Nothing new")
