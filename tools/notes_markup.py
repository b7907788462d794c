#!/usr/bin/env python3
"""Convert training notes from their line markup to JSON lines, and check them.

    notes_markup.py training/notes/*.txt             # JSON lines on standard output
    notes_markup.py --check training/notes/*.txt     # errors only, exit 1 if any
    notes_markup.py --counts training/notes/*.txt    # labels counted
    notes_markup.py --hints training/notes/*.txt     # lines that may hold two statements

Offsets are in Unicode code points, end exclusive. The markup is described in
training/README.md. Python 3 standard library only.
"""

import argparse
import collections
import json
import re
import sys

KINDS = {"F": "fact", "O": "opinion", "A": "assessment", "D": "decision", "X": "other"}
SOURCES = {"1": "first_hand", "3": "third_party"}
CATEGORIES = ("jargon", "judgemental", "unevidenced", "offensive", "vague")

HEADER = re.compile(r"^=== (\S+) \| (.*\S)\s*$")
STATEMENT = re.compile(r"^(\+?)([A-Z])([0-9]) (.*)$")
FLAG = re.compile(r"\{\{([a-z,]+)\|([^{}|]*)\}\}")
# A full stop and a capital after it, outside abbreviations: perhaps two statements.
TWO_SENTENCES = re.compile(r"(?<![A-Z0-9])(?<!\b(?:Mr|Ms|Dr|St|No|vs))(?<!\bMrs)[.!?] +[A-Z]")
QUOTATION = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)")


class Note:
    """One note as it is put together line by line."""

    def __init__(self, identifier, context, place):
        self.identifier = identifier
        self.context = context
        self.place = place
        self.text = ""
        self.statements = []
        self.flags = []
        self.blank_lines = 0

    def add(self, joined, kind, source, marked):
        """Add one statement; returns the messages of what is wrong with it."""
        errors = []
        if joined and (not self.statements or self.blank_lines):
            errors.append("a continuation with no statement on the line before it")
        if self.text:
            self.text += " " if joined else "\n" * (1 + self.blank_lines)
        self.blank_lines = 0
        start = len(self.text)
        position = 0
        for flag in FLAG.finditer(marked):
            self.text += marked[position:flag.start()]
            position = flag.end()
            words = flag.group(2)
            if not words or words != words.strip():
                errors.append("a flag is empty or begins or ends with white space")
            span = (len(self.text), len(self.text) + len(words))
            self.text += words
            for category in flag.group(1).split(","):
                if category not in CATEGORIES:
                    errors.append(f"unknown flag category {category!r}")
                self.flags.append({"start": span[0], "end": span[1], "category": category})
        self.text += marked[position:]
        if "{{" in self.text[start:] or "}}" in self.text[start:]:
            errors.append("flag markup that could not be read")
        if KINDS.get(kind) is None:
            errors.append(f"unknown kind {kind!r}")
        if SOURCES.get(source) is None:
            errors.append(f"unknown source {source!r}")
        if kind == "X" and source != "1":
            errors.append("kind X takes source 1")
        if not self.text[start:].strip():
            errors.append("empty statement")
        if self.text[start:] != self.text[start:].strip():
            errors.append("white space at an end of the statement")
        self.statements.append({
            "start": start,
            "end": len(self.text),
            "kind": KINDS.get(kind),
            "source": SOURCES.get(source),
        })
        return errors

    def faults(self):
        """What is wrong with the finished note: gaps, overlaps, nothing in it."""
        if not self.statements:
            yield "no statements"
        end = 0
        for statement in self.statements:
            if statement["start"] < end:
                yield f"overlap at {statement['start']}"
            if self.text[end:statement["start"]].strip():
                yield f"text not covered at {end}"
            end = statement["end"]
        if self.text[end:].strip():
            yield f"text not covered at {end}"

    def as_dict(self):
        """The note in the order of keys that the annotation format has."""
        return {
            "id": self.identifier,
            "context": self.context,
            "note": self.text,
            "statements": self.statements,
            "flags": self.flags,
        }


def read(path, errors, hints):
    """The notes of one file; messages are added to `errors` and `hints`."""
    notes = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            place = f"{path}:{number}"
            header = HEADER.match(line)
            if header:
                notes.append(Note(header.group(1), header.group(2), place))
                continue
            if not notes:
                if line.strip():
                    errors.append(f"{place}: text before the first note")
                continue
            if not line.strip():
                notes[-1].blank_lines += 1
                continue
            statement = STATEMENT.match(line)
            if not statement:
                errors.append(f"{place}: not a statement: {line[:60]!r}")
                continue
            joined, kind, source, marked = statement.groups()
            for message in notes[-1].add(bool(joined), kind, source, marked):
                errors.append(f"{place}: {message}")
            if kind != "X" and TWO_SENTENCES.search(QUOTATION.sub("''", marked)):
                hints.append(f"{place}: perhaps two statements: {marked[:100]!r}")
    return notes


def counts(notes):
    """Lines of the labels counted, with shares in per cent."""
    kinds = collections.Counter(s["kind"] for n in notes for s in n.statements)
    third = collections.Counter(
        s["kind"] for n in notes for s in n.statements if s["source"] == "third_party")
    flags = collections.Counter(f["category"] for n in notes for f in n.flags)
    total = sum(kinds.values()) or 1
    clear = sum(1 for n in notes if not n.flags)
    yield f"notes {len(notes)}, statements {sum(kinds.values())}, notes without flags {clear}"
    for kind in KINDS.values():
        share = 100 * kinds[kind] / total
        told = 100 * third[kind] / (kinds[kind] or 1)
        yield f"{kind:<12}{kinds[kind]:>6} {share:>5.1f}%   third party {third[kind]:>5} {told:>5.1f}%"
    for category in CATEGORIES:
        yield f"{category:<12}{flags[category]:>6}"


def main():
    """Read the files named and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write errors only")
    parser.add_argument("--counts", action="store_true", help="write counts of the labels")
    parser.add_argument("--hints", action="store_true", help="write lines to look at again")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()

    errors, hints, notes = [], [], []
    for path in options.files:
        notes.extend(read(path, errors, hints))
    seen = set()
    for note in notes:
        errors.extend(f"{note.place}: {fault}" for fault in note.faults())
        if note.identifier in seen:
            errors.append(f"{note.place}: {note.identifier} is used twice")
        seen.add(note.identifier)
    for error in errors:
        print(error, file=sys.stderr)
    if options.hints:
        print("\n".join(hints))
    if options.counts:
        print("\n".join(counts(notes)))
    if not (options.check or options.counts or options.hints) and not errors:
        for note in notes:
            print(json.dumps(note.as_dict(), ensure_ascii=False))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
