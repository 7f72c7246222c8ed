"""What can be asked of passages: for each kind of condition a form that is filled in, and what it then says."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from core import attributes, filters
from core.filters import Condition
from core.model import Attribute
from core.names import visible
from storage import attributes as noted
from storage import groups, passages
from ui import theme
from ui.drop_down import DropDown
from ui.labels import label, paragraph
from ui.passages.pick_list import Item, PickList
from ui.session import Session

_FAR = 200  # characters that “near” is at first
_MATCHES = {"any": "any of them", "all": "all of them", "none": "none of them"}
_NEAR = {
    "sentence": "in the same sentence",
    "paragraph": "in the same paragraph",
    "characters": "no farther than",
}
_FIELDS = {"title": "Title", "author": "Author", "outlet": "Outlet"}


class Form(QWidget):
    """Fields below a sentence. `read` makes the condition of them, None while something is missing."""

    def __init__(self, read: Callable[[], Condition | None], said: str, *parts: QWidget) -> None:
        super().__init__()
        self.read = read
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(paragraph(said, "small"))
        for part in parts:
            layout.addWidget(part, 1 if isinstance(part, PickList) else 0)
        if not any(isinstance(part, PickList) for part in parts):
            layout.addStretch(1)


class Kind(NamedTuple):
    """A kind of condition as it is offered; `make` takes the condition to change, or None for a new one."""

    name: str
    kind: type
    make: Callable[[Condition | None], Form]
    attribute: str = ""


def kinds(session: Session) -> list[Kind]:
    """The kinds of conditions that make sense in this project, in the order in which they are offered."""
    db = session.project.db
    found = [
        Kind("Tags", filters.Tagged, lambda known: _tagged(session, known)),
        Kind("Overlapping a tag", filters.Overlapping, lambda known: _overlapping(session, known)),
        Kind("Near a tag", filters.Near, lambda known: _near(session, known)),
        Kind("Words of the passage", filters.Quoting, _quoting),
        Kind("Note", filters.HasNote, _has_note),
        Kind("When it was marked", filters.Made, lambda known: _between(filters.Made, "Marked", known)),
        Kind("Articles", filters.InArticles, lambda known: _articles(session, known)),
        Kind("Title, author, outlet", filters.ArticleSays, _article_says),
        Kind("Date of the article", filters.Dated, lambda known: _between(filters.Dated, "Published", known)),
    ]
    if groups.names(db):
        found.insert(1, Kind("Group of tags", filters.InGroup, lambda known: _in_group(session, known)))
    for attribute in noted.all_attributes(db):
        (guid,) = passages.guids(db, "attribute", [attribute.id])
        found.append(_of_attribute(attribute, guid))
    return found


def _of_attribute(attribute: Attribute, guid: str) -> Kind:
    def make(known: Condition | None) -> Form:
        return _attributed(attribute, guid, known)

    return Kind(visible(attribute.name), filters.Attributed, make, guid)


# -- about tags


def _tags(session: Session) -> list[Item]:
    tree = session.tags
    guids = passages.guids(session.project.db, "tag", tree.order)
    return [
        Item(guid, tree.shown_path(tag), (theme.mark(tree.by_id[tag].color), tree.style(tag)))
        for tag, guid in zip(tree.order, guids, strict=True)
    ]


def _tagged(session: Session, known: Condition | None) -> Form:
    old = known if isinstance(known, filters.Tagged) else filters.Tagged("any", ())
    match = _choice("How many of the tags", _MATCHES, old.match)
    picks = PickList("tags", _tags(session), several=True, picked=old.tags)

    def read() -> Condition | None:
        picked = picks.picked()
        return filters.Tagged(match.currentData(), picked) if picked else None

    return Form(read, "The passage itself has, with their subtags:", match, picks)


def _overlapping(session: Session, known: Condition | None) -> Form:
    old = (known.tag,) if isinstance(known, filters.Overlapping) else ()
    picks = PickList("a tag", _tags(session), picked=old)
    return Form(
        lambda: filters.Overlapping(*picked) if (picked := picks.picked()) else None,
        "It has words in common with a passage that is tagged (or is tagged so itself):",
        picks,
    )


def _near(session: Session, known: Condition | None) -> Form:
    old = known if isinstance(known, filters.Near) else filters.Near("", "sentence")
    within = _choice("How near", _NEAR, old.within)
    far = QSpinBox()
    far.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    far.setRange(0, filters.FARTHEST)
    far.setValue(old.characters if isinstance(known, filters.Near) else _FAR)
    far.setSuffix(" characters")
    far.setAccessibleName("Characters between them at most")
    far.setVisible(old.within == "characters")
    within.currentIndexChanged.connect(lambda _row: far.setVisible(within.currentData() == "characters"))
    picks = PickList("a tag", _tags(session), picked=(old.tag,))

    def read() -> Condition | None:
        unit, picked = within.currentData(), picks.picked()
        return filters.Near(*picked, unit, far.value() if unit == "characters" else 0) if picked else None

    return Form(read, "A passage with this tag is near (or overlaps):", _side_by_side(within, far), picks)


def _in_group(session: Session, known: Condition | None) -> Form:
    db = session.project.db
    named = groups.names(db)
    guids = passages.guids(db, "tag_group", named)
    items = [Item(guid, visible(name)) for guid, name in zip(guids, named.values(), strict=True)]
    picks = PickList("a group", items, picked=(known.group,) if isinstance(known, filters.InGroup) else ())
    return Form(
        lambda: filters.InGroup(*picked) if (picked := picks.picked()) else None,
        "The passage has a tag of this group:",
        picks,
    )


# -- about the passage


def _quoting(known: Condition | None) -> Form:
    words = _line("Words", known.words if isinstance(known, filters.Quoting) else "", "such as: sanctions")
    return Form(
        lambda: filters.Quoting(said) if (said := words.text().strip()) else None,
        "The marked words contain, in capitals or not:",
        words,
    )


def _has_note(known: Condition | None) -> Form:
    has = "no" if isinstance(known, filters.HasNote) and not known.has else "yes"
    choice = _choice("Note", {"yes": "has a note", "no": "has no note"}, has)
    return Form(lambda: filters.HasNote(choice.currentData() == "yes"), "The passage", choice)


def _between(kind: type[filters.Made | filters.Dated], verb: str, known: Condition | None) -> Form:
    old = known if isinstance(known, filters.Made | filters.Dated) else kind()
    since, until = _line("From", old.since, "2025 or 2025-01"), _line("Until", old.until, "2025-12-31")

    def read() -> Condition | None:
        first, last = (attributes.stored("date", field.text()) for field in (since, until))
        return kind(first, last) if first or last else None

    return Form(read, f"{verb} from and until; one of the two is enough:", _rows({"From": since, "Until": until}))


# -- about the article


def _articles(session: Session, known: Condition | None) -> Form:
    documents = session.documents
    guids = passages.guids(session.project.db, "document", documents)
    items = [Item(guid, each.title) for guid, each in zip(guids, documents.values(), strict=True)]
    old = known.documents if isinstance(known, filters.InArticles) else ()
    picks = PickList("articles", items, several=True, picked=old)
    return Form(
        lambda: filters.InArticles(picked) if (picked := picks.picked()) else None, "It is in one of:", picks
    )


def _article_says(known: Condition | None) -> Form:
    old = known if isinstance(known, filters.ArticleSays) else filters.ArticleSays("title", "")
    field = _choice("Where", _FIELDS, old.field)
    words = _line("Words", old.words, "such as: blog")
    return Form(
        lambda: filters.ArticleSays(field.currentData(), said) if (said := words.text().strip()) else None,
        "What its article says of itself contains:",
        field,
        words,
    )


def _attributed(attribute: Attribute, guid: str, known: Condition | None) -> Form:
    old = known if isinstance(known, filters.Attributed) else filters.Attributed(guid)
    name = visible(attribute.name)
    if attribute.type == "yes-no":
        choice = _choice(name, {"yes": "yes", "no": "no"}, old.words or "yes")
        return Form(lambda: filters.Attributed(guid, choice.currentData()), f"“{name}” of its article is", choice)
    if attribute.type == "text":
        words = _line(name, old.words, "")
        return Form(
            lambda: filters.Attributed(guid, said) if (said := words.text().strip()) else None,
            f"“{name}” of its article contains:",
            words,
        )
    low, high = _line("From", old.low, ""), _line("To", old.high, "")

    def read() -> Condition | None:
        first, last = (attributes.stored(attribute.type, field.text()) for field in (low, high))
        return filters.Attributed(guid, "", first, last) if first or last else None

    return Form(read, f"“{name}” of its article is from and to:", _rows({"From": low, "To": high}))


# -- fields


def _choice(name: str, texts: dict[str, str], chosen: str) -> DropDown:
    made = DropDown(name)
    for value, text in texts.items():
        made.addItem(text, value)
    made.setCurrentIndex(max(0, list(texts).index(chosen)))
    return made


def _line(name: str, text: str, hint: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made


def _side_by_side(*parts: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        row.addWidget(part, 1)
    return whole


def _rows(fields: dict[str, QLineEdit]) -> QWidget:
    whole = QWidget()
    rows = QFormLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    for name, field in fields.items():
        rows.addRow(label(name), field)
    return whole


def fields_of(form: Form) -> Sequence[QWidget]:
    """What is filled in, from the top."""
    return [
        part for part in form.findChildren(QWidget) if isinstance(part, QLineEdit | DropDown | QSpinBox | PickList)
    ]
