import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.measures.catalogue import measure
from core.measures.measured import Asked
from core.measures.units import UNITS
from tests.core.measures.projects import Coding, material, projects

DATES = [
    "",
    "soon",
    "2020-13",
    "0000",
    "2019",
    "2020",
    "2019-11",
    "2020-02",
    "2019-12-31",
    "2020-02-29",
    "2020-03-01",
]


def dated(those, dates):
    """The same project with these dates on its articles."""
    documents = zip(those.codings.documents, dates, strict=True)
    changed = tuple(each._replace(date=date) for each, date in documents)
    return those._replace(codings=type(those.codings)(those.codings.tags, changed, *columns(those.codings)))


def columns(codings):
    return codings.tag, codings.document, codings.start, codings.stop, codings.annotation


def example(*dates):
    listed = [Coding(1, at, 0, 1, at) for at in range(1, len(dates) + 1)]
    return dated(material([None], ["a b"] * len(dates), listed), dates)


def test_months_without_articles_are_there_too():
    found = measure(example("2019-11-30", "2020-02", "2020-02-01"), Asked("time"))
    assert [head.label for head in found.columns] == ["2019-11", "2019-12", "2020-01", "2020-02"]
    assert found.values.tolist() == [[1, 0, 0, 2]]
    assert found.behind(0, 3) == [2, 3]
    density = measure(example("2019-11", "2020-01"), Asked("time", "per-1000"))
    np.testing.assert_array_equal(density.values, [[500, math.nan, 500]])


def test_what_has_no_place_in_time_is_left_out_and_said():
    those = example("2019", "2020-02", "", "2021-02-01")
    months = measure(those, Asked("time"))
    assert months.values.sum() == 2
    assert "Left out: 1 article without a date such as 2020-05." in months.definition
    assert "Left out: 1 article whose date is only a year, which is in no month." in months.definition
    years = measure(those, Asked("time", period="year"))
    assert [head.label for head in years.columns] == ["2019", "2020", "2021"]
    assert years.values.tolist() == [[1, 1, 1]]
    assert "only a year" not in years.definition
    assert measure(example("", "x"), Asked("time")).values.shape == (1, 0)


@given(projects(), st.data(), st.sampled_from(["month", "year"]), st.sampled_from(list(UNITS)))
def test_a_column_is_what_frequencies_of_its_articles_are(project, data, period, unit):
    those, _ = project
    those = dated(those, [data.draw(st.sampled_from(DATES)) for _ in those.codings.documents])
    found = measure(those, Asked("time", unit, period=period))
    length = 7 if period == "month" else 4
    good = {each.id: each.date[:length] for each in those.codings.documents if each.date in DATES[4:]}
    good = {each: date for each, date in good.items() if len(date) == length}
    labels = [head.label for head in found.columns]
    assert labels == sorted(labels)
    assert labels[:1] + labels[-1:] == ([min(good.values()), max(good.values())] if good else [])
    for column, label in enumerate(labels):
        mine = tuple(each for each, date in good.items() if date == label)
        if mine:
            alone = measure(those, Asked("frequency", unit, documents=mine))
            np.testing.assert_allclose(found.values[:, column], alone.values[:, 0])
            for row in range(len(found.rows)):
                assert found.behind(row, column) == alone.behind(row, 0)
        else:
            assert not np.nan_to_num(found.values[:, column]).any()
            assert np.isnan(found.values[:, column]).all() == (unit in ("percent", "per-1000"))


def test_a_date_of_another_age_is_named_and_not_shown_as_a_thousand_years_of_nothing():
    with pytest.raises(UserError, match=r"From 0202-05 .*ask for years"):
        measure(example("0202-05", "2020-05"), Asked("time"))
    assert len(measure(example("0202-05", "2020-05"), Asked("time", period="year")).columns) == 1819
    with pytest.raises(UserError, match="by month or by year"):
        measure(example("2020-05"), Asked("time", period="week"))
