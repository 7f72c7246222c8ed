"""The changes to what is noted about articles, one short function each, run through `Project.run`."""

from collections.abc import Iterable, Sequence

from core import labels
from core.attributes import FIELDS, Cell, NewAttribute, attribute_name, could_be, stored
from core.errors import UserError
from core.model import TYPES, Attribute, AttributeId, Document, DocumentId
from storage import attributes, documents, operations, pinned_charts
from storage.project import Project, now

_GONE = "This attribute is no longer in the project."


def create_attribute(project: Project, name: str, type_: str) -> AttributeId:
    """Makes an attribute of one of TYPES, which no article has yet."""
    name = attribute_name(name, (each.name for each in attributes.all_attributes(project.db)))
    return attributes.insert_attribute(project.db, name, _known_type(type_), now())


def rename_attribute(project: Project, attribute: AttributeId, name: str) -> None:
    """Renames an attribute; its values stay, and pinned charts that go by it go by its new name."""
    there = _existing(project, attribute)
    others = (each.name for each in there.values() if each.id != attribute)
    name = attribute_name(name, others)
    attributes.set_name(project.db, attribute, name)
    pinned_charts.rename_attribute(project.db, there[attribute].name, name)


def retype_attribute(project: Project, attribute: AttributeId, type_: str, clear: bool = False) -> int:
    """Makes values of another type of an attribute's values; returns how many were cleared.

    The first that does not fit is named in a UserError, unless `clear` says that such values may go.
    """
    name = _existing(project, attribute)[attribute].name
    new, cleared = [], 0
    for document, value in attributes.values_of(project.db, attribute):
        try:
            new.append((document, attribute, stored(_known_type(type_), value)))
        except UserError as error:
            if not clear:
                raise _about(error, name, _documents(project, [document])[document]) from None
            new.append((document, attribute, ""))
            cleared += 1
    attributes.set_type(project.db, attribute, _known_type(type_))
    attributes.set_values(project.db, new)
    return cleared


def misfits(project: Project, attribute: AttributeId, type_: str) -> list[str]:
    """The values that an attribute of another type could not have, in the order of the articles."""
    found = (value for _, value in attributes.values_of(project.db, attribute))
    return [value for value in found if not could_be(type_, value)]


def delete_attribute(project: Project, attribute: AttributeId) -> None:
    """Deletes an attribute with its values."""
    _existing(project, attribute)
    attributes.delete_attribute(project.db, attribute)


def set_value(project: Project, document: DocumentId, attribute: AttributeId, text: str) -> None:
    """Notes something about an article, as somebody wrote it; blank to clear it."""
    edit_cells(project, [Cell(document, attribute, text)])


def edit_cells(project: Project, cells: Sequence[Cell]) -> None:
    """Writes into a table of articles: all of the cells or, when one of them does not fit, none.

    A column that is a NewAttribute is made first. What is written last into a cell stays.
    """
    new = dict.fromkeys(cell.column for cell in cells if isinstance(cell.column, NewAttribute))
    made = {column: create_attribute(project, *column) for column in new}
    there = {each.id: each for each in attributes.all_attributes(project.db)}
    articles = _documents(project, {cell.document for cell in cells})
    values: dict[tuple[DocumentId, AttributeId], str] = {}
    fields: dict[DocumentId, dict[str, str]] = {}
    for document, column, text in cells:
        article = articles[document]
        if isinstance(column, str):
            fields.setdefault(document, {})[column] = _field(article, column, text)
        else:
            attribute = there.get(made[column] if isinstance(column, NewAttribute) else column)
            if attribute is None:
                raise UserError(_GONE)
            values[document, attribute.id] = _stored(attribute.type, text, attribute.name, article)
    for document, edited in fields.items():
        known = articles[document]._asdict() | edited
        operations.edit_document(project, document, *(known[field] for field in FIELDS))
    attributes.set_values(project.db, ((document, column, value) for (document, column), value in values.items()))


def _field(article: Document, field: str, text: str) -> str:
    """What an article has in one of FIELDS; a date that was never one may stay as it is."""
    if field not in FIELDS:
        raise UserError(f"“{field}” cannot be edited.")
    if field != "date" or text == article.date:
        return text
    return _stored("date", text, field.capitalize(), article)


def _stored(type_: str, text: str, name: str, article: Document) -> str:
    try:
        return stored(type_, text)
    except UserError as error:
        raise _about(error, name, article) from None


def _about(error: UserError, name: str, article: Document) -> UserError:
    """The same, with the place in the table."""
    return UserError(f"{name} of {labels.passage(article.title)}: {error}")


def _known_type(type_: str) -> str:
    if type_ not in TYPES:
        raise UserError(f"“{type_}” is not a type: choose {', '.join(TYPES[:-1])} or {TYPES[-1]}.")
    return type_


def _existing(project: Project, attribute: AttributeId) -> dict[AttributeId, Attribute]:
    """All attributes, among them this one."""
    there = {each.id: each for each in attributes.all_attributes(project.db)}
    if attribute not in there:
        raise UserError(_GONE)
    return there


def _documents(project: Project, ids: Iterable[DocumentId]) -> dict[DocumentId, Document]:
    """These articles; each must be there."""
    wanted = list(ids)
    found = documents.some_documents(project.db, wanted)
    for document in wanted:
        if document not in found:
            raise UserError(f"There is no article {document}.")
    return found
