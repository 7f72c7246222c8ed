"""The words of all articles, read in slices between what a person does, and kept until there are other articles."""

from PySide6.QtCore import QObject

from core.measures import stop_words
from core.measures.codings import Material
from core.measures.tokens import Tokens, only, reading
from ui.charts.slices import Slices
from ui.session import Session

AT_ONCE = 500_000  # characters: about a twentieth of a second


class Texts(Slices):
    """The words of a project's articles and their languages; `done` says of how many it has them so far."""

    def __init__(self, session: Session, parent: QObject | None = None, at_once: bool = False) -> None:
        super().__init__(session, parent, at_once)
        self.languages: tuple[str, ...] = ()
        self._of: Tokens | None = None

    def tokens(self, everything: Material, wanted: Material) -> Tokens | None:
        """The words of the articles that are wanted, which are some of all; None as long as they are being read."""
        places = {(each.id, each.sha256): at for at, each in enumerate(everything.codings.documents)}
        found: Tokens | None = self.found(places, lambda: reading(everything, AT_ONCE))
        if found is not None and found is not self._of:
            self._of, self.languages = found, stop_words.languages(found)
        if found is None or len(wanted.codings.documents) == len(places):
            return found
        return only(found, [places[each.id, each.sha256] for each in wanted.codings.documents])

    def forget(self) -> None:
        """Lets go of the words."""
        super().forget()
        self._of = None
