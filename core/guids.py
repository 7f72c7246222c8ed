"""The names of rows inside the JSON of saved filters and pinned charts."""

import json
from typing import Any

from core.chart_settings import BY


def renamed(saved: str, old: str, new: str) -> str:
    """The JSON with one guid for another wherever it stands, at any depth, and once in each list it comes to.

    What does not name `old`, and what is no JSON, is as it was.
    """
    try:
        value = json.loads(saved)
    except ValueError:
        return saved
    changed = _replaced(value, old, new)
    return saved if changed == value else json.dumps(changed, ensure_ascii=False)


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return {old: new, BY + old: BY + new}.get(value, value)
    if isinstance(value, dict):
        kept = {key: _replaced(inner, old, new) for key, inner in value.items() if key != old}
        return kept if old not in value else {new: _replaced(value[old], old, new)} | kept
    if isinstance(value, list):
        items = [_replaced(inner, old, new) for inner in value]
        made = [item for item, was in zip(items, value, strict=True) if item != was]
        # Two that became alike are one condition; what was there twice before is none of ours.
        return [item for at, item in enumerate(items) if item not in made or item not in items[:at]]
    return value
