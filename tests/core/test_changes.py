from core.changes import Changes

CHANGES = Changes("Rename tag", {"tag": {3: {"name": "old"}, 5: None}, "coding": {}})


def test_changes_name_the_tables_and_rows_a_step_touched():
    assert CHANGES.touches("tag")
    assert CHANGES.touches("annotation", "tag")
    assert not CHANGES.touches("annotation", "document")
    assert CHANGES.rows("tag") == {3, 5}
    assert CHANGES.rows("annotation") == frozenset()


def test_a_step_that_touched_nothing_touches_no_table():
    assert not Changes("Nothing").touches("tag", "annotation", "document", "coding")
