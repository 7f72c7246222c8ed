from hypothesis import given
from hypothesis import strategies as st

from core.article import Article
from core.model import Annotation, AnnotationId, Document, DocumentId

TEXT = "Some words to mark. " * 30


def annotation(key: int, start: int, stop: int) -> Annotation:
    return Annotation(AnnotationId(key), str(key), DocumentId(1), start, stop, "", "", "")


PLACES = st.tuples(st.integers(0, 500), st.integers(1, 90)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def article(places: list[tuple[int, int]]) -> Article:
    document = Document(DocumentId(1), "T", "", "", "", "", len(TEXT), 0, "")
    return Article(document, TEXT, [annotation(key, *place) for key, place in enumerate(places, start=1)])


@given(
    st.lists(PLACES, max_size=25),
    st.lists(st.tuples(st.integers(1, 30), st.one_of(st.none(), PLACES)), max_size=20),
    st.randoms(use_true_random=False),
)
def test_lanes_differ_where_passages_overlap_and_stay_while_others_come_and_go(places, changes, chance):
    read = article(places)
    given_lanes: dict[int, int] = {}
    for key, place in changes:
        asked = chance.sample(list(read.annotations), min(3, len(read.annotations)))
        given_lanes.update({id_: read.lane(id_) for id_ in asked})  # only some are ever in view
        given_lanes.pop(key, None)
        if place is None:
            read.drop(AnnotationId(key))
        else:
            read.put(annotation(key, *place))
    lanes = {key: read.lane(key) for key in read.annotations}
    assert {key: lanes[key] for key in given_lanes} == given_lanes
    for one in read.annotations.values():
        for other in read.meeting(one.start, one.stop):
            assert one is other or lanes[one.id] != lanes[other.id]


@given(st.lists(PLACES, max_size=25))
def test_the_order_is_that_of_the_text_and_rows_are_found_in_it(places):
    read = article(places)
    assert read.order == sorted(read.order)
    assert [read.row(key) for _, _, key in read.order] == list(range(len(places)))
