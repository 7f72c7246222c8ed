"""Which tags are in view: groups in all views, hidden ones and one alone in the text. Nothing of it is saved."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from core.codebook import TagTree
from core.model import Annotation, GroupId, TagId


class Shown(QObject):
    """What is hidden in the text: the `hidden` tags, all others than `only`, and all outside the chosen `groups`.

    A tag stands for itself and its subtags, also in a group. `changed` follows every change of it.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hidden: set[TagId] = set()
        self.only: TagId | None = None
        self.groups: frozenset[GroupId] = frozenset()  # empty: whatever the group
        self._tags = TagTree()
        self._members: Mapping[GroupId, frozenset[TagId]] = {}
        self._grouped: frozenset[TagId] | None = None
        self._below_hidden: frozenset[TagId] = frozenset()  # the hidden tags, with their subtags
        self._concealed: frozenset[TagId] = frozenset()  # and what `only` and the groups leave out

    # -- what is shown

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return self.only is None and not self.hidden and not self.groups

    @property
    def grouped(self) -> frozenset[TagId] | None:
        """The tags of the chosen groups, which every view goes by; None where all are in view."""
        return self._grouped

    @property
    def below_hidden(self) -> frozenset[TagId]:
        """The hidden tags with their subtags."""
        return self._below_hidden

    def shows(self, annotation: Annotation, tags: TagTree) -> bool:
        """Whether an annotation is drawn: without a tag unless only some tags are, else with a shown tag."""
        if self.everything:
            return True
        if tags is not self._tags:
            self._conceal(tags)
        if not annotation.tags:
            return self.only is None and not self.groups
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

    def follow(self, tags: TagTree, members: Mapping[GroupId, frozenset[TagId]]) -> None:
        """Takes over changed tags and groups; deleted ones drop out. Told by the session before its views are."""
        before = self.hidden, self.only, self.groups, self._grouped
        self.hidden = self.hidden & tags.by_id.keys()
        self.only = self.only if self.only in tags.by_id else None
        self.groups &= members.keys()
        self._members = members
        self._conceal(tags)
        if before != (self.hidden, self.only, self.groups, self._grouped):
            self.changed.emit()

    # -- what the user asks for

    def hide(self, tag: TagId) -> None:
        """Hides a tag with its subtags."""
        self.hidden.add(tag)
        self._change()

    def show_again(self, tag: TagId) -> None:
        """Shows a tag, whatever hid it: itself, a tag above it, another that was shown alone, or a group."""
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

    def choose_groups(self, groups: Iterable[GroupId]) -> None:
        """Has only the tags of these groups in view; without any, whatever the group."""
        if self.groups != frozenset(groups):
            self.groups = frozenset(groups)
            self._change()

    def show_all(self) -> None:
        """Shows every tag again."""
        if not self.everything:
            self.hidden.clear()
            self.only, self.groups = None, frozenset()
            self._change()

    def _uncover(self, tag: TagId) -> None:
        self.hidden = {hidden for hidden in self.hidden if not self._tags.is_within(tag, hidden)}
        if self._grouped is not None and tag not in self._grouped:
            self.groups = frozenset()

    def _change(self) -> None:
        self._conceal(self._tags)
        self.changed.emit()

    def _conceal(self, tags: TagTree) -> None:
        self._tags = tags
        self._below_hidden = self._branches(self.hidden)
        self._concealed = self._below_hidden
        if self.only is not None:
            self._concealed |= tags.by_id.keys() - self._branches([self.only])
        self._grouped = None
        if self.groups:
            members = (tag for group in self.groups for tag in self._members[group] if tag in tags.by_id)
            self._grouped = self._branches(members)
            self._concealed |= tags.by_id.keys() - self._grouped

    def _branches(self, tops: Iterable[TagId]) -> frozenset[TagId]:
        """The tags with those below them."""
        return frozenset(below for tag in tops for below in (tag, *(each.id for each in self._tags.walk(tag))))
