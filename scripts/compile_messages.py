"""Compile src/hexad_web/locale/*/LC_MESSAGES/*.po to the .mo files that Django reads, without gettext's own tools.

Translators need gettext only to collect messages (see docs/translating.md); whoever installs
Hexad needs this file alone.
"""

import ast
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "src" / "hexad_web" / "locale"
MAGIC = 0x950412DE


@dataclass(slots=True)
class Message:
    """One entry of a .po file; ``texts`` maps msgctxt, msgid, msgid_plural, msgstr (or msgstr[n]) to strings."""

    texts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        context = f"{self.texts['msgctxt']}\x04" if "msgctxt" in self.texts else ""
        plural = f"\0{self.texts['msgid_plural']}" if "msgid_plural" in self.texts else ""
        return f"{context}{self.texts['msgid']}{plural}"

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.texts.items() if name.startswith("msgstr")]

    @property
    def is_translated(self) -> bool:
        return (not self.fuzzy or self.is_header) and all(self.translations)

    @property
    def is_header(self) -> bool:
        """makemessages calls a fresh header doubtful; without it readers would take the texts for ASCII, and fail."""
        return not self.texts.get("msgid") and "msgctxt" not in self.texts


def read_messages(source: str) -> Iterator[Message]:
    """Entries are separated by blank lines; obsolete ones (#~) are comments like others."""
    for block in source.replace("\r\n", "\n").split("\n\n"):
        message, name = Message(), ""
        for line in block.splitlines():
            if line.startswith("#,") and "fuzzy" in line:
                message.fuzzy = True
            if line.startswith("#") or not line.strip():
                continue
            keyword, _space, text = ("", "", line) if line.startswith('"') else line.partition(" ")
            name = keyword or name
            message.texts[name] = message.texts.get(name, "") + ast.literal_eval(text)
        if "msgid" in message.texts:
            yield message


def compiled(messages: list[Message]) -> bytes:
    """GNU's binary format: a header, two tables of (length, offset), then all strings, keys in order."""
    translated = [message for message in messages if message.is_translated]
    pairs = sorted((message.key.encode(), "\0".join(message.translations).encode()) for message in translated)
    count = len(pairs)
    offset = 28 + count * 16
    tables, strings = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), offset + len(strings))
            strings += pair[column] + b"\0"
    header = struct.pack("<7I", MAGIC, 0, count, 28, 28 + count * 8, 0, 0)
    return header + tables[0] + tables[1] + strings


def compile_file(path: Path) -> Path:
    target = path.with_suffix(".mo")
    target.write_bytes(compiled(list(read_messages(path.read_text(encoding="utf-8")))))
    return target


def main(locale: Path = LOCALE) -> int:
    for path in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compile_file(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
