"""What the random user does with notes."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.notes import PROJECT, On, clean_text, clean_title, quotation, with_quotation
from storage import annotations, note_operations, notes

MANY = st.integers(0, 10**6)
TEXTS = st.text(st.sampled_from("ab \n😀*>[\u202e\xa0\u2028"), max_size=20)


def notes_of(project):
    """The notes that are on no passage: by what they are on, title and text."""
    return {
        note.on: (note.title, note.text) for note in notes.all_notes(project.db) if note.on.kind != "annotation"
    }


class WritesNotes:
    """Rules of a random user; the model has `notes` as `notes_of` gives them."""

    def owners(self):
        documents = [On("document", id_) for id_ in self.model.documents]
        return [PROJECT, *documents, *(On("tag", id_) for id_ in self.model.tags)]

    def put(self, on, text):
        def change(model):
            title = model.notes.get(on, ("", ""))[0]
            if clean_text(text) or on.kind == "journal":
                model.notes[on] = (title, clean_text(text))
            else:
                model.notes.pop(on, None)

        return change

    @rule(which=MANY, text=TEXTS)
    def write_note(self, which, text):
        on = self.pick(self.owners(), which)
        self.do(self.put(on, text), note_operations.write_note, on, text)

    @rule(title=TEXTS, text=TEXTS)
    def add_note(self, title, text):
        used = [row[0] for row in self.project.db.execute("SELECT id FROM note")]
        on = On("journal", max(used, default=0) + 1)
        said = (clean_title(title), clean_text(text))
        self.do(lambda m: m.notes.update({on: said}), note_operations.add_note, title, text)

    def journal(self):
        return [on for on in self.model.notes if on.kind == "journal"]

    @precondition(lambda self: self.journal())
    @rule(which=MANY, title=TEXTS, text=TEXTS)
    def edit_note(self, which, title, text):
        on = self.pick(self.journal(), which)
        said = (clean_title(title), clean_text(text))
        self.do(lambda m: m.notes.update({on: said}), note_operations.edit_note, on.id, title, text)

    @precondition(lambda self: self.model.notes)
    @rule(which=MANY)
    def delete_note(self, which):
        on = self.pick(self.model.notes, which)
        self.do(lambda m: m.notes.pop(on), note_operations.delete_note, on)

    @precondition(lambda self: self.model.annotations)
    @rule(which=MANY, into=MANY)
    def quote_into(self, which, into):
        id_ = self.pick(self.model.annotations, which)
        on = self.pick([*self.owners(), *self.journal()], into)
        (found,) = annotations.some(self.project.db, [id_])
        document = self.model.documents[found.document]
        quote = document["text"][found.start : found.stop]
        line = document["text"].count("\n", 0, found.start)
        paragraph = max(1, sum(bool(each.strip()) for each in document["text"].split("\n")[: line + 1]))
        text = self.model.notes.get(on, ("", ""))[1]
        quoted = quotation(quote, document["title"], paragraph, found.guid)
        self.do(self.put(on, with_quotation(text, quoted)), note_operations.quote_into, on, id_)
