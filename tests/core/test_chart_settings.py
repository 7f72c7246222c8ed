import pytest

from core.chart_settings import CHOICES, LIMITS, Settings, from_json
from core.errors import UserError


def test_settings_come_back_from_json():
    chosen = Settings("time", "words", "filter", True, near=12, sections=10, tag="a guid", as_table=True)
    assert from_json(chosen._asdict()) == chosen
    assert from_json({}) == Settings()


@pytest.mark.parametrize(
    "wrong", [None, [], {"nme": "time"}, {"name": 3}, {"rollup": 1}, {"near": True}, {"near": -1}]
)
def test_what_are_no_settings_is_refused(wrong):
    with pytest.raises(UserError, match="cannot be read"):
        from_json(wrong)


@pytest.mark.parametrize("field", [*CHOICES, *LIMITS])
def test_a_value_that_a_setting_cannot_have_is_refused(field):
    with pytest.raises(UserError, match="cannot be read"):
        from_json({field: 10_000_000 if field in LIMITS else "something else"})
