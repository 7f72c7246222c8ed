"""Which tags the text shows: some can be hidden, and one can be shown alone. Nothing of it is saved."""

from PySide6.QtCore import QObject, Signal

from core.codebook import TagTree
from core.model import Annotation, TagId


class Shown(QObject):
    """What is hidden in the text: the `hidden` tags, and all others than `only`; each with its subtags.

    `changed` follows every change of it.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hidden: set[TagId] = set()
        self.only: TagId | None = None
        self._tags = TagTree()
        self._below_hidden: frozenset[TagId] = frozenset()  # the hidden tags, with their subtags
        self._concealed: frozenset[TagId] = frozenset()  # and what `only` leaves out

    # -- what is shown

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return self.only is None and not self.hidden

    @property
    def concealed(self) -> frozenset[TagId]:
        """All tags that are not shown."""
        return self._concealed

    def shows(self, annotation: Annotation, tags: TagTree) -> bool:
        """Whether an annotation is drawn: without a tag unless one is shown alone, else with a shown tag."""
        if self.everything:
            return True
        if tags is not self._tags:
            self._conceal(tags)
        if not annotation.tags:
            return self.only is None
        return not self._concealed.issuperset(annotation.tags)

    def tags_of(self, annotation: Annotation) -> tuple[TagId, ...]:
        """Those of an annotation's tags that are shown."""
        if self.everything:
            return annotation.tags
        return tuple(tag for tag in annotation.tags if tag not in self._concealed)

    def shows_tag(self, tag: TagId) -> bool:
        """Whether a tag is shown."""
        return self.everything or tag not in self._concealed

    def hides(self, tag: TagId) -> bool:
        """Whether a tag is hidden, itself or with a tag above it; not whether another is shown alone."""
        return tag in self._below_hidden

    def follow(self, tags: TagTree) -> None:
        """Takes over a changed tag tree; deleted tags drop out. Told by the session before its views are."""
        gone = {tag for tag in self.hidden if tag not in tags.by_id}
        alone_gone = self.only is not None and self.only not in tags.by_id
        self.hidden -= gone
        self.only = None if alone_gone else self.only
        self._conceal(tags)
        if gone or alone_gone:
            self.changed.emit()

    # -- what the user asks for

    def hide(self, tag: TagId) -> None:
        """Hides a tag with its subtags."""
        self.hidden.add(tag)
        self._change()

    def show_again(self, tag: TagId) -> None:
        """Shows a tag, whatever hid it: itself, a tag above it, or another that was shown alone."""
        self._uncover(tag)
        if self.only is not None and not self._tags.is_within(tag, self.only):
            self.only = None
        self._change()

    def show_only(self, tag: TagId) -> None:
        """Shows a tag with its subtags and nothing else; not hidden itself, it would leave nothing."""
        self._uncover(tag)
        self.only = tag
        self._change()

    def end_only(self) -> None:
        """Shows the others again, but for hidden ones."""
        self.only = None
        self._change()

    def show_all(self) -> None:
        """Shows every tag again."""
        if not self.everything:
            self.hidden.clear()
            self.only = None
            self._change()

    def _uncover(self, tag: TagId) -> None:
        self.hidden = {hidden for hidden in self.hidden if not self._tags.is_within(tag, hidden)}

    def _change(self) -> None:
        self._conceal(self._tags)
        self.changed.emit()

    def _conceal(self, tags: TagTree) -> None:
        self._tags = tags
        self._below_hidden = frozenset(self.hidden | {below.id for tag in self.hidden for below in tags.walk(tag)})
        self._concealed = self._below_hidden
        if self.only is not None:
            kept = {self.only, *(below.id for below in tags.walk(self.only))}
            self._concealed |= tags.by_id.keys() - kept
