"""Rules of the tag tree: names, paths, order, no cycles."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from core import fuzzy
from core.errors import UserError
from core.model import Tag, TagId
from core.units import grapheme_start

MAX_NAME = 200
_OWN_WORDS = 60  # characters of a name taken from a text
STEP = " › "  # between the levels of a path as people read it
LINE_STYLES = 4  # solid, dashed, dotted, dash and dot
_CONTROL = re.compile("[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0\ufdd1\ufffe\uffff]")


def clean_name(raw: str, of: str = "A tag") -> str:
    """A name as stored: NFC, one line, trimmed. Raises UserError when it is empty or too long; `of` says whose."""
    name = unicodedata.normalize("NFC", _CONTROL.sub(" ", raw)).strip()
    if not name:
        raise UserError(f"{of} needs a name.")
    if name.endswith("\\"):
        raise UserError(f"{of}'s name cannot end in a backslash.")  # it would swallow the / of its path
    if len(name) > MAX_NAME:
        raise UserError(f"{of}'s name can have at most {MAX_NAME} characters; this one has {len(name)}.")
    return name


def name_of_words(words: str) -> str:
    """What a tag is called that is named by words of a text: they, on one line, cut at a word."""
    name = " ".join(_CONTROL.sub(" ", words[: 9 * _OWN_WORDS]).split())
    if len(name) > _OWN_WORDS:
        cut = name.rfind(" ", 0, _OWN_WORDS + 1)
        name = name[: cut if cut > 0 else grapheme_start(name, _OWN_WORDS)]
    return name.rstrip("\\ ")


def folded(name: str) -> str:
    """What two sibling tags may not share: the name after NFC and case folding."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def join_path(names: Iterable[str]) -> str:
    """Names from the top tag down as one path; a `/` inside a name is written `\\/`."""
    return "/".join(name.replace("/", "\\/") for name in names)


def split_path(path: str) -> list[str]:
    """The names in a path, cleaned. Raises UserError when one of them is empty."""
    parts = re.split(r"(?<!\\)/", path)
    return [clean_name(part.replace("\\/", "/")) for part in parts]


class TagTree:
    """All tags of a project, with their places in the tree. Immutable: a change makes a new one."""

    def __init__(self, tags: Iterable[Tag] = ()) -> None:
        self.by_id: dict[TagId, Tag] = {tag.id: tag for tag in tags}
        self._children: dict[TagId | None, list[Tag]] = {}
        for tag in self.by_id.values():
            self._children.setdefault(tag.parent, []).append(tag)
        for siblings in self._children.values():
            siblings.sort(key=lambda tag: folded(tag.name))
        self._paths: dict[TagId, str] = {}

    def __len__(self) -> int:
        return len(self.by_id)

    def __iter__(self) -> Iterator[Tag]:
        return self.walk(None)

    def children(self, parent: TagId | None) -> list[Tag]:
        """Direct subtags in the order of their names; the top tags for None."""
        return self._children.get(parent, [])

    def in_own_order(self, parent: TagId | None) -> list[Tag]:
        """Direct subtags as the researcher ordered them; those without a place of their own by name."""
        return sorted(self.children(parent), key=lambda tag: tag.position)

    def existing(self, tag: TagId) -> Tag:
        """The tag with this number. Raises UserError where there is none."""
        if tag not in self.by_id:
            raise UserError(f"There is no tag {tag}.")
        return self.by_id[tag]

    def tops(self, tags: Iterable[TagId]) -> list[TagId]:
        """Those of the tags that are below none of the others, in the order of the tree."""
        chosen = set(tags)
        return [tag for tag in self.order if tag in chosen and not chosen & (self._lineages[tag] - {tag})]

    def branches(self, tags: Iterable[TagId]) -> list[TagId]:
        """The tags and every tag below one of them, in the order of the tree."""
        chosen = set(tags)
        return [tag for tag in self.order if chosen & self._lineages[tag]]

    def walk(self, parent: TagId | None) -> Iterator[Tag]:
        """Every tag below `parent`, each before its own subtags."""
        waiting = list(reversed(self.children(parent)))
        while waiting:
            tag = waiting.pop()
            yield tag
            waiting.extend(reversed(self.children(tag.id)))

    def names(self, tag: TagId) -> list[str]:
        """Names from the top tag down to this one."""
        chain: list[str] = []
        here: TagId | None = tag
        while here is not None:
            chain.append(self.by_id[here].name)
            here = self.by_id[here].parent
        return chain[::-1]

    def path(self, tag: TagId) -> str:
        """How the tag is written outside its tree."""
        if tag not in self._paths:
            self._paths[tag] = join_path(self.names(tag))
        return self._paths[tag]

    @cached_property
    def order(self) -> tuple[TagId, ...]:
        """All tags, each before its own subtags."""
        return tuple(tag.id for tag in self)

    @cached_property
    def keys(self) -> dict[TagId, str]:
        """The name of each tag as names are compared, in the order of the tree."""
        return {tag.id: folded(tag.name) for tag in self}

    def shown_path(self, tag: TagId) -> str:
        """How the tag is written for people: `Economy › Energy`."""
        return STEP.join(self.names(tag))

    @cached_property
    def targets(self) -> dict[TagId, fuzzy.Target]:
        """What a typed text is looked for in: the `shown_path` of every tag, in the order of the tree."""
        found: dict[TagId, fuzzy.Target] = {}
        for tag in self:
            own = fuzzy.target(tag.name)
            found[tag.id] = own if tag.parent is None else fuzzy.below(found[tag.parent], STEP, own)
        return found

    def style(self, tag: TagId) -> int:
        """The tag's line style, 0 to 3: how many earlier tags have the same colour, over and over again."""
        return self._styles[tag]

    @cached_property
    def _styles(self) -> dict[TagId, int]:
        seen: Counter[str] = Counter()
        styles: dict[TagId, int] = {}
        for key, tag in sorted(self.by_id.items()):
            styles[key] = seen[tag.color] % LINE_STYLES
            seen[tag.color] += 1
        return styles

    def find(self, names: Iterable[str], parent: TagId | None = None) -> TagId | None:
        """The tag at this chain of names below `parent`, compared as siblings are, or None."""
        here = parent
        for name in names:
            key = folded(name)
            match = next((tag for tag in self.children(here) if folded(tag.name) == key), None)
            if match is None:
                return None
            here = match.id
        return here

    def is_within(self, tag: TagId | None, ancestor: TagId) -> bool:
        """Whether `tag` is `ancestor` or below it; moving an ancestor there would make a cycle."""
        while tag is not None:
            if tag == ancestor:
                return True
            tag = self.by_id[tag].parent
        return False

    def lineage(self, tags: Iterable[TagId]) -> frozenset[TagId]:
        """The tags, and every tag above one of them."""
        return frozenset().union(*map(self._lineages.__getitem__, tags))

    @cached_property
    def _lineages(self) -> dict[TagId, frozenset[TagId]]:
        """Each tag with all above it."""
        found: dict[TagId, frozenset[TagId]] = {}
        for tag in self:
            found[tag.id] = frozenset((tag.id,)) if tag.parent is None else found[tag.parent] | {tag.id}
        return found

    def pinned(self) -> dict[int, Tag]:
        """Tags by their number key."""
        return {tag.pin: tag for tag in self.by_id.values() if tag.pin is not None}
