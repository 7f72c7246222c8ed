import math
import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.measures.catalogue import measure
from core.measures.measured import Asked
from core.measures.stop_words import LANGUAGES, among, languages
from core.measures.tokens import only, reading, tokens
from core.measures.words import COLUMNS, compared, log_likelihood
from tests.core.measures.projects import Coding, material, projects

PEACE = "Peace is the peace of the strong. The peace of the weak isn't peace, it's war."
SPOKEN = {
    "en": PEACE,
    "de": "Der Friede der Starken ist nicht der Friede der Schwachen, und er wird es auch nicht werden.",
    "fr": "La paix des forts n’est pas la paix des faibles, et elle ne le sera jamais pour nous dans ce monde.",
    "es": "La paz de los fuertes no es la paz de los débiles, y nunca lo será para nosotros en este mundo.",
    "ru": "Мир сильных не есть мир слабых, и он никогда не будет для нас тем, что был бы для них самих.",
    "uk": "Мир сильних це не мир слабких, і він ніколи не буде для нас тим, що був би або є для них.",
    "tr": "Güçlülerin barışı zayıfların barışı değildir ve bizim için de hiçbir zaman öyle olmayacak gibi.",
}


def typical(those, **asked):
    return measure(those, Asked("words", **({"stop_words": "none"} | asked)))


def found(measured, word):
    """The numbers of a word, or None where it is not among the rows."""
    labels = [head.label for head in measured.rows]
    return measured.values[labels.index(word)].tolist() if word in labels else None


def words_of(text):
    there = tokens(material([None], [text], []))
    return [there.labels[place] for place in there.word]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t DON'T don't", ["don't", "don't", "don't"]),
        (
            "well-known, well‑known -- a–b 'quoted' rock'n'roll",
            ["well-known", "well-known", "a", "b", "quoted", "rock'n'roll"],
        ),
        ("In 2024 Covid-19 and the G20", ["in", "covid", "and", "the", "g"]),
        ("café cafe\u0301 CAFÉ", ["café", "café", "café"]),
        ("Straße STRASSE straße", ["straße", "straße", "straße"]),
        ("ΤΟΥΣ τους", ["τους", "τους"]),
        ("exam\u00adple ʼn 😀 снег.Снег", ["example", "ʼn", "снег", "снег"]),
        ("中文,文字", ["中文", "文字"]),
        ("", []),
        (" -' 12 \ud800", []),
    ],
)
def test_what_is_a_word(text, expected):
    assert words_of(text) == expected


@given(st.text(st.sampled_from("aé'-’ e\u0301ßSs1,中\u200d😀\u00ad\n"), max_size=40))
def test_words_are_found_as_by_an_expression(text):
    there = tokens(material([None], [text], []))
    matches = list(re.finditer("[aée\u0301ßSs中]+(?:['’\u200d\u00ad-][aée\u0301ßSs中]+)*", text))
    assert list(zip(there.start.tolist(), there.stop.tolist(), strict=True)) == [each.span() for each in matches]


def test_words_of_many_texts_stand_where_their_article_begins():
    there = tokens(material([None], ["one two", "", "two three four", "five"], []))
    assert [there.labels[at] for at in there.word] == ["one", "two", "two", "three", "four", "five"]
    assert there.begins.tolist() == [0, 8, 9, 24]
    assert there.start.tolist() == [0, 4, 9, 13, 19, 24]


@given(projects(), st.integers(1, 150))
def test_texts_that_are_read_in_pieces_have_the_same_words(project, at_once):
    whole = tokens(project[0])
    *said, found = reading(project[0], at_once)
    assert said == sorted(set(said))
    assert found.labels == whole.labels
    for column, other in zip(found[2:], whole[2:], strict=True):
        assert column.tolist() == other.tolist()


@given(projects(), st.data())
def test_words_of_some_articles_are_taken_from_those_of_all(project, data):
    those, _ = project
    places = sorted(data.draw(st.sets(st.integers(0, len(those.codings.documents) - 1))))
    part = those._replace(codings=those.codings.of_documents(those.codings.documents[at].id for at in places))
    some = only(tokens(those), places)
    asked = Asked("words", stop_words="none")
    taken, read = compared(some, part, asked), compared(tokens(part), part, asked)
    assert sorted(taken.as_table()[1:-2]) == sorted(read.as_table()[1:-2])


@pytest.mark.parametrize(
    ("counts", "totals", "expected"),
    [
        ((110, 111), (2552, 29225), 270.72),  # “the swiss” in table 1 of Dunning's article
        ((5, 5), (10, 90), 2 * (5 * math.log(5) + 10 * math.log(5 / 9) + 85 * math.log(85 / 81))),
        ((5, 45), (10, 90), 0.0),
        ((0, 10), (10, 10), -2 * (10 * math.log(10 / 5) * 2)),
        ((3, 0), (3, 0), 0.0),
    ],
)
def test_log_likelihood(counts, totals, expected):
    assert log_likelihood(np.array([counts]), np.array(totals))[0] == pytest.approx(expected, abs=0.005)


def test_words_of_passages_against_the_rest():
    listed = [Coding(1, 1, 0, 14, 1), Coding(1, 1, 9, 18, 2), Coding(2, 1, 34, 43, 3)]
    measured = typical(material([None, None], [PEACE], listed), tags=(1,))
    assert [head.label for head in measured.columns] == list(COLUMNS)
    assert {head.label for head in measured.rows} == {"peace", "is", "the"}
    inside, rest, strength, often, elsewhere = found(measured, "peace")
    assert (inside, rest) == (2, 2)  # of 4 words in the passages (“Peace is the peace”) and 12 in the rest
    assert (often, elsewhere) == (500.0, pytest.approx(1000 / 6))
    assert strength == pytest.approx(
        2 * (2 * math.log(2 / 1) + 2 * math.log(2 / 3) + 2 * math.log(2 / 3) + 10 * math.log(10 / 9))
    )
    assert found(measured, "is")[0] == 1
    row = [head.label for head in measured.rows].index("peace")
    assert measured.behind(row, 0) == measured.behind(row, 2) == [1, 2]  # the second begins inside the word
    assert measured.behind(row, 1) == []


def slowly(texts, listed):
    """For each word how often it is touched by a passage and how often not, and the annotations that touch it."""
    inside, rest, behind = Counter(), Counter(), {}
    for number, text in enumerate(texts, start=1):
        for match in re.finditer("[A-Za-z]+", text):
            word = match[0].casefold()
            touching = {
                each.annotation
                for each in listed
                if each.document == number and each.start < match.end() and match.start() < each.stop
            }
            (inside if touching else rest)[word] += 1
            behind.setdefault(word, set()).update(touching)
    return inside, rest, behind


@given(projects(), st.booleans(), st.booleans())
def test_every_number_is_as_counted_one_by_one(project, rollup, chosen):
    those, listed = project
    tags = (1,) if chosen else ()
    mine = [
        each for each in listed if not chosen or each.tag == 1 or (rollup and those.tree.is_within(each.tag, 1))
    ]
    texts = [those.text(each.id) for each in those.codings.documents]
    inside, rest, behind = slowly(texts, mine)
    measured = typical(those, tags=tags, rollup=rollup)
    assert {head.label for head in measured.rows} == set(inside)
    order = measured.values[:, 2].tolist()
    assert order == sorted(order, reverse=True)
    for row, (head, numbers) in enumerate(zip(measured.rows, measured.values.tolist(), strict=True)):
        word = head.label
        assert numbers[:2] == [inside[word], rest[word]]
        assert numbers[3] == pytest.approx(1000 * inside[word] / inside.total())
        if rest:
            assert numbers[4] == pytest.approx(1000 * rest[word] / rest.total())
            more = numbers[3] - numbers[4]
            assert numbers[2] == pytest.approx(0, abs=1e-6) or (numbers[2] > 0) == (more > 0)
        else:
            assert math.isnan(numbers[4])
        assert set(measured.behind(row, 0)) == behind[word]


def test_stop_words_are_left_out_but_count_as_text():
    those = material([None], [PEACE], [Coding(1, 1, 0, 33, 1)])
    everything, rest = typical(those), typical(those, stop_words="auto")
    assert {head.label for head in everything.rows} == {"peace", "is", "the", "of", "strong"}
    assert {head.label for head in rest.rows} == {"peace", "strong"}
    assert found(rest, "peace") == found(everything, "peace")
    assert "Stop words of English (Stopwords ISO) are left out" in rest.definition
    assert "No stop words are left out." in everything.definition
    assert found(typical(those, stop_words="en"), "the") is None
    assert found(typical(those, stop_words="de, fr"), "the") is not None
    assert "Stop words of German and French" in typical(those, stop_words="de,fr").definition
    with pytest.raises(UserError, match="There are no stop words of “xx”; there are those of af"):
        typical(those, stop_words="en,xx")


@pytest.mark.parametrize("code", SPOKEN)
def test_the_language_of_an_article_is_told_by_its_stop_words(code):
    assert languages(tokens(material([None], [SPOKEN[code]], []))) == (code,)


def test_each_article_may_have_its_language():
    texts = [SPOKEN["ru"], "", SPOKEN["en"], "Moscow Berlin Washington Beijing", SPOKEN["en"]]
    assert languages(tokens(material([None], texts, []))) == ("en", "ru")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_stop_words(code):
    import stopwordsiso

    assert stopwordsiso.langs() == set(LANGUAGES)
    word = min(each for each in stopwordsiso.stopwords(code) if each.isalpha())
    assert among(tokens(material([None], [f"{word} Xyzzy"], [])), [code]).tolist() == [True, False]


@pytest.mark.parametrize("texts", [[], [""], ["Words that nobody tagged"]])
def test_nothing_tagged_is_an_empty_table(texts):
    measured = typical(material([None], texts, []), stop_words="auto")
    assert measured.values.shape == (0, 5)
    assert measured.as_json()["rows"] == []
