"""Files as they come in: well-formed, odd, damaged and hostile, each with what must become of it.

`python -m tests.faults.inputs FOLDER` writes them into a folder, to be tried by hand.
"""

import codecs
import io
import os
import random
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from storage import operations, schema
from storage.importers.text import pasted
from storage.project import Project

TAKEN, REMARKED, LEFT_OUT, REFUSED = "taken", "taken with a remark", "left out with a remark", "refused"
GOOD, GOOD_TEXT = "in order.txt", "Some words."
SMART = "“Nobody – no one – knew,” she said. It’s 5 €."
PARAGRAPH = "The ambassador said little, and prices rose on Monday. "
SCRIPTS = {
    "Latin": "The ambassador said little. Oil sanctions came into force on Monday.\n",
    "Cyrillic": "Посол говорил мало. Санкции вступили в силу в понедельник.\n",
    "Arabic": "قال السفير القليل. دخلت العقوبات حيز التنفيذ يوم الاثنين.\n",
    "Hebrew": "השגריר אמר מעט. הסנקציות נכנסו לתוקף ביום שני.\n",
    "Persian": "سفیر کم گفت. تحریم‌ها روز دوشنبه اجرا شد.\n",
    "Devanagari": "राजदूत ने बहुत कम कहा। प्रतिबंध सोमवार को लागू हुए।\n",
    "Gurmukhi": "ਰਾਜਦੂਤ ਨੇ ਬਹੁਤ ਘੱਟ ਕਿਹਾ। ਪਾਬੰਦੀਆਂ ਸੋਮਵਾਰ ਨੂੰ ਲਾਗੂ ਹੋਈਆਂ।\n",
    "Thai": "เอกอัครราชทูตพูดน้อย การคว่ำบาตรมีผลในวันจันทร์\n",
    "Chinese": "大使说得很少。石油制裁于星期一生效，价格上涨。\n",
    "Japanese": "大使はほとんど語らなかった。制裁は月曜日に発効した。\n",
    "Korean": "대사는 거의 말하지 않았다. 제재는 월요일에 발효되었다.\n",
}


class Text(NamedTuple):
    """A file's bytes, its number in the list of inputs, its outcome, and the text that it becomes."""

    row: int
    name: str
    outcome: str
    raw: bytes
    text: str = ""

    @property
    def remarks(self) -> int:
        """How many sentences are said about it."""
        return 0 if self.outcome == TAKEN else 1

    @property
    def becomes(self) -> dict[str, str]:
        """Texts by the names of their files, after a step that adds it together with the file of `write_good`."""
        texts = {} if self.outcome == REFUSED else {GOOD: GOOD_TEXT}
        return texts | ({f"{self.name}.txt": self.text} if self.outcome in (TAKEN, REMARKED) else {})

    def __str__(self) -> str:
        return f"{self.row} {self.name}".encode("ascii", "backslashreplace").decode()

    def write(self, folder: Path) -> Path:
        """Puts the file into a folder."""
        path = folder / f"{self.name}.txt"
        path.write_bytes(self.raw)
        return path


def write_good(folder: Path) -> Path:
    """A file that there is nothing to be said about."""
    path = folder / GOOD
    path.write_text(GOOD_TEXT, "utf-8")
    return path


def is_sentence(text: str) -> bool:
    """Whether a person can be told this."""
    return text.endswith(".") and "\n" not in text and "Traceback" not in text


def small_texts() -> list[Text]:
    """Rows 1 to 20, none of them larger than a few kilobytes."""
    return [*_empty(), *_encodings(), *_characters(), *_programs(), *_scripts()]


def _empty() -> Iterator[Text]:
    yield Text(1, "nothing", LEFT_OUT, b"")
    yield Text(1, "only a mark", LEFT_OUT, codecs.BOM_UTF8)
    yield Text(1, "only space", LEFT_OUT, " \r\n\t\u2003\n".encode())


def _encodings() -> Iterator[Text]:
    whole = "".join(SCRIPTS.values())
    yield Text(2, "utf-8 with a mark", TAKEN, codecs.BOM_UTF8 + whole.encode(), whole)
    for row, bits, marks in (
        (3, "16", {"le": codecs.BOM_UTF16_LE, "be": codecs.BOM_UTF16_BE}),
        (5, "32", {"le": codecs.BOM_UTF32_LE, "be": codecs.BOM_UTF32_BE}),
    ):
        for end, mark in marks.items():
            name = f"utf-{bits}-{end}"
            yield Text(row, f"{name} with a mark", TAKEN, mark + (whole + "😀").encode(name), whole + "😀")
            for script, text in SCRIPTS.items():
                yield Text(row if row == 5 else 4, f"{name} {script}", REFUSED, text.encode(name))
    yield Text(6, "cp1252", REFUSED, SMART.encode("cp1252"))
    for encoding, text in (("shift_jis", "Japanese"), ("gb18030", "Chinese"), ("koi8_r", "Cyrillic")):
        yield Text(7, encoding, REFUSED, SCRIPTS[text].encode(encoding))
    yield Text(8, "invalid in the middle", REFUSED, b"Some words.\n" * 50 + b"caf\xe9 \xff\xfe\n" + b"More.\n" * 50)


def _characters() -> Iterator[Text]:
    yield Text(9, "some nuls", REMARKED, b"one\0two\0three\n", "one\ufffdtwo\ufffdthree\n")
    yield Text(
        9,
        "nuls at the end",
        REMARKED,
        b"A line of a log.\n" * 40 + b"\0" * 40,
        "A line of a log.\n" * 40 + "\ufffd" * 40,
    )
    yield Text(11, "crlf", TAKEN, b"one\r\ntwo\r\n", "one\ntwo\n")
    yield Text(11, "cr", TAKEN, b"one\rtwo\r", "one\ntwo\n")
    yield Text(11, "mixed", TAKEN, b"one\r\ntwo\rthree\nfour\n\r", "one\ntwo\nthree\nfour\n\n")
    yield Text(11, "crcrlf", TAKEN, b"one\r\r\ntwo", "one\n\ntwo")
    lines = "one\u2028two\u2029three\x0bfour\x0cfive"
    yield Text(12, "other line breaks", TAKEN, lines.encode(), "one\ntwo\nthree\nfour\nfive")
    yield Text(12, "next line", TAKEN, "one\x85two".encode(), "one\x85two")
    yield Text(
        13, "noncharacters", REMARKED, "a\ufdd0b\ufdd1c\ufffed\uffffe".encode(), "a\ufffdb\ufffdc\ufffdd\ufffde"
    )
    yield Text(14, "wtf-8", REMARKED, b"a\xed\xa0\xbdb", "a\ufffdb")
    yield Text(14, "cesu-8", REMARKED, b"a\xed\xa0\xbd\xed\xb8\x80b", "a\ufffd\ufffdb")
    yield Text(14, "half a pair in utf-16", REMARKED, b"\xff\xfea\0\x3d\xd8b\0", "a\ufffdb")
    emoji = "👩‍👩‍👧 👍🏽 🇺🇦🏴󠁧󠁢󠁳󠁣󠁴󠁿 ❤️ 1️⃣"
    yield Text(15, "emoji", TAKEN, emoji.encode(), emoji)
    yield Text(17, "composed", TAKEN, "Ångström é ﬁ".encode(), "Ångström é ﬁ")
    yield Text(17, "decomposed", TAKEN, "A\u030angstro\u0308m e\u0301".encode(), "A\u030angstro\u0308m e\u0301")
    turned = "left \u202eright\u202c \u2067isolated\u2069 \u200fmark"
    yield Text(18, "invoice \u202eexe.yap\u2066 \u200fa", TAKEN, turned.encode(), turned)


def _programs() -> Iterator[Text]:
    """Row 10: what is no text at all, also where no byte of it is forbidden in UTF-8."""
    noise = random.Random(10).randbytes(5000)
    yield Text(10, "mz", REFUSED, b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8" + bytes(60) + noise)
    yield Text(
        10, "elf", REFUSED, Path(sys.executable).read_bytes()[:5000] if os.name == "posix" else b"\x7fELF" + noise
    )
    yield Text(10, "png", REFUSED, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise)
    yield Text(10, "zip", REFUSED, _zipped())
    yield Text(10, "gif of ascii", REFUSED, b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\0;")


def _scripts() -> Iterator[Text]:
    rows = {"Arabic": 19, "Hebrew": 19, "Persian": 19}
    for script, text in SCRIPTS.items():
        yield Text(rows.get(script, 20), f"in {script}", TAKEN, text.encode(), text)
    mixed = "“שלום” means peace, and مرحبا means hello (1979).\n"
    yield Text(19, "both directions", TAKEN, mixed.encode(), mixed)


def long_texts() -> list[Text]:
    """Rows 16 and 21 to 23: what takes a text field long to show."""
    flood, word = "a" + "\u0301" * 250_000, "x" * 1_000_000
    line, empty = PARAGRAPH * (5_000_000 // len(PARAGRAPH)), "first" + "\n" * 1_000_001 + "last"
    return [
        Text(16, "combining flood", TAKEN, flood.encode(), flood),
        Text(21, "one word", TAKEN, word.encode(), word),
        Text(22, "one line", TAKEN, line.encode(), line),
        Text(23, "empty lines", TAKEN, empty.encode(), empty),
    ]


def write_large(folder: Path, megabytes: int = 50) -> Path:
    """Row 24: a text that is added only after a question."""
    path, some = folder / "large.txt", (PARAGRAPH * 12 + "\n").encode()
    with path.open("wb") as file:
        for _ in range(megabytes * 2**20 // (len(some) * 1000) + 1):
            file.write(some * 1000)
    return path


def write_too_large(folder: Path) -> Path:
    """Row 25: a gigabyte, of which no block is on the disk."""
    path = folder / "too large.txt"
    with path.open("wb") as file:
        file.truncate(2**30)
    return path


def unreadable(folder: Path) -> dict[str, Path]:
    """Rows 26 to 28: what is no file, or none that can be read."""
    found = {"26 folder": folder / "folder.txt", "28 missing": folder / "missing.txt"}
    found["26 folder"].mkdir()
    if sys.platform == "win32":
        return found
    for name, kind in (("26 pipe", stat.S_IFIFO), ("26 socket", stat.S_IFSOCK)):
        found[name] = folder / f"{name}.txt"
        os.mknod(found[name], kind | 0o600)
    found["26 endless device"] = Path("/dev/zero")
    found["27 link to itself"] = folder / "loop.txt"
    found["27 link to itself"].symlink_to("loop.txt")
    if Path("/proc/self/mem").exists():
        found["28 error while reading"] = Path("/proc/self/mem")
    if os.geteuid():  # nothing is forbidden to root
        found["28 not allowed"] = folder / "secret.txt"
        found["28 not allowed"].write_text("secret")
        found["28 not allowed"].chmod(0)
    return found


# -- row 72: bad projects


def good_project(path: Path) -> None:
    """A project large enough to have pages of every kind, with annotations, tags and a history."""
    project = Project.create(path)
    new = [pasted(f"Article {n}", f"{n} " + PARAGRAPH * 200) for n in range(1, 5)]
    project.run("Add articles", operations.add_documents, new)
    for start in range(0, 4000, 100):
        project.run("Tag", operations.annotate_with_paths, 1, start, start + 40, ["One/Two"], "a note")
    project.close()


def bad_projects() -> dict[str, Callable[[bytes], bytes]]:
    """What is done to the bytes of a good project; each result must be refused and left as it is."""
    noise = random.Random(72).randbytes(20_000)
    return {
        "empty": lambda _good: b"",
        "text": lambda _good: b"My notes.\n" * 500,
        "zip": lambda _good: _zipped(),
        "noise": lambda _good: noise,
        "only the header": lambda good: good[:100],
        "head of zeros": lambda good: bytes(4096) + good[4096:],
        "only the first page": lambda good: good[:4096],
        "half of its pages": lambda good: good[: len(good) // 8192 * 4096],
        "without its last page": lambda good: good[:-4096],
        "cut within a page": lambda good: good[: len(good) * 3 // 4 + 100],
        "a changed letter in a text": lambda good: _replaced(good, b"3 The ambassador", b"3 The ambossador"),
        "a database of another program": lambda _good: _altered(None, "CREATE TABLE notes (id INTEGER, text TEXT)"),
        "of a newer Postil": lambda good: _altered(good, f"PRAGMA user_version = {schema.VERSION + 1}"),
        "with a trigger": lambda good: _altered(
            good, "CREATE TRIGGER odd AFTER INSERT ON tag BEGIN DELETE FROM annotation; END"
        ),
        "with a view in place of a table": lambda good: _altered(
            good, "ALTER TABLE bookmark RENAME TO kept; CREATE VIEW bookmark AS SELECT * FROM kept"
        ),
        "bytes that are no text": lambda good: _altered(good, "UPDATE tag SET name = CAST(x'ff41' AS TEXT)"),
    }


def _replaced(raw: bytes, before: bytes, after: bytes) -> bytes:
    assert raw.count(before) == 1
    return raw.replace(before, after)


def _altered(raw: bytes | None, sql: str) -> bytes:
    """The bytes of a database after some SQL."""
    with sqlite3.connect(":memory:") as db:
        if raw is not None:
            db.deserialize(raw)
        db.executescript(sql)
        return db.serialize()


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{SMART * 50}</w:t>")
    return out.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    for one in small_texts() + long_texts():
        print(one.row, one.outcome, one.write(folder).name.encode("ascii", "backslashreplace").decode(), sep="\t")
    print(24, "asked about", write_large(folder).name, sep="\t")
    print(25, REFUSED, write_too_large(folder).name, sep="\t")
    for name, path in unreadable(folder).items():
        print(name[:2], REFUSED, path, sep="\t")
    good_project(folder / "good.postil")
    for name, spoil in bad_projects().items():
        (folder / f"{name}.postil").write_bytes(spoil((folder / "good.postil").read_bytes()))
        print(72, REFUSED, f"{name}.postil", sep="\t")
