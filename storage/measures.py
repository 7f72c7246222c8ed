"""What measures are counted from, read from a project."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.attributes import FIELDS
from core.codebook import TagTree, folded
from core.errors import UserError
from core.filters import Filter, describe
from core.model import Document, DocumentId
from core.wrapped import reflowed
from storage import attributes, documents, passages, tags
from storage.sqlite import Database

if TYPE_CHECKING:
    from core.measures.codings import Material
    from core.measures.measured import Asked

# As JSON, and of two indexes alone: a hundred thousand joined rows take five times as long.
CODINGS = """
    SELECT json_group_array(annotation_id), json_group_array(tag_id), json_group_array(document_id)
    FROM coding INDEXED BY coding_document
"""
PLACES = """
    SELECT json_group_array(id), json_group_array(start), json_group_array(stop)
    FROM annotation INDEXED BY annotation_place
"""


def material(db: Database, tree: TagTree | None = None, articles: Sequence[Document] | None = None) -> "Material":
    """Everything there is to measure, with the tags and articles that are known already, if they are.

    The functions in it read from the project when they are asked.
    """
    from core.measures import codings  # with numpy, which nobody else needs

    tree = tags.tag_tree(db) if tree is None else tree
    articles = documents.all_documents(db) if articles is None else articles
    annotation, tag, document = map(codings.column, db.execute(CODINGS).fetchone())
    passage, start, stop = map(codings.column, db.execute(PLACES).fetchone())
    at = codings.places(annotation, passage)
    return codings.Material(
        tree,
        codings.codings(tree, articles, (tag, document, start[at], stop[at], annotation)),
        lambda wanted: list(map(reflowed, documents.document_texts(db, wanted))),
        lambda name: values(db, name),
    )


def filtered(db: Database, everything: "Material", wanted: Filter) -> "Material":
    """What a filter leaves to measure: the passages it lets through, and as articles those in which it looks.

    So a share of the text is one of the text of these articles, with or without passages.
    """
    from core.measures.codings import column

    if not wanted.conditions:
        return everything
    kept = everything.codings.of_annotations(column(passages.which(db, wanted)))
    among = passages.articles(db, wanted)
    kept = kept if among is None else kept.of_documents(among)
    names = passages.names(db, wanted)
    said = "; ".join(describe(condition, names) for condition in wanted.conditions)
    about = " ".join(filter(None, [everything.about, f"Only passages: {said}."]))
    return everything._replace(codings=kept, about=about)


def asked(db: Database, name: str, paths: Sequence[str], articles: Sequence[int], **settings: Any) -> "Asked":
    """The question that the options of the command line mean. Raises UserError for what is not in the project."""
    from core.measures.measured import Asked

    tree = tags.tag_tree(db)
    known = documents.some_documents(db, articles)
    if missing := [id_ for id_ in articles if id_ not in known]:
        raise UserError(f"There is no article {missing[0]}.")
    named = tuple(passages.tag_at(tree, path) for path in paths)
    return Asked(name, tags=named, documents=tuple(map(DocumentId, articles)), **settings)


def values(db: Database, name: str) -> Mapping[DocumentId, str]:
    """What is noted about articles under a name, whatever its case. Raises UserError where nothing is called so."""
    if folded(name) in FIELDS:
        return {each.id: getattr(each, folded(name)) for each in documents.all_documents(db)}
    for attribute in attributes.all_attributes(db):
        if folded(attribute.name) == folded(name):
            return dict(attributes.values_of(db, attribute.id))
    known = ", ".join([*FIELDS, *(each.name for each in attributes.all_attributes(db))])
    raise UserError(f"Nothing about articles is called “{name}”; there are {known}.")
