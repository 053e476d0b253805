"""The tables of the index file, and the forms in which it keeps a name."""

from __future__ import annotations

FORMAT = 3
"""Raised whenever the tables or their spellings change, so that no older file is read as a newer one."""

FORMS = ("label", "alternative", "identifier", "short", "pinyin", "initials")
LABEL, ALTERNATIVE, IDENTIFIER, SHORT, PINYIN, INITIALS = range(6)
"""Relations of a name to its entity, best first; a short name is a label without what stands in brackets."""
FIELDS = (*FORMS, "definition", "text")
"""Fields in which a match may stand, best first."""

SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE thing (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, rank INTEGER NOT NULL,
    size INTEGER NOT NULL
);
CREATE TABLE class (thing INTEGER NOT NULL, class TEXT NOT NULL, PRIMARY KEY (class, thing)) WITHOUT ROWID;
CREATE TABLE text (thing INTEGER NOT NULL, field TEXT NOT NULL, lang TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX text_of ON text (thing);
CREATE VIRTUAL TABLE word USING fts5 (
    label, alternative, definition, text, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 0'
);
CREATE TABLE name (key TEXT NOT NULL, stems TEXT NOT NULL, form INTEGER NOT NULL, thing INTEGER NOT NULL);
CREATE INDEX name_by_key ON name (key, form);
CREATE INDEX name_by_stems ON name (stems, form);
CREATE TABLE claim (thing INTEGER PRIMARY KEY, speaker INTEGER, page TEXT NOT NULL, verdict INTEGER);
CREATE TABLE kind (kind TEXT PRIMARY KEY, class TEXT NOT NULL, en TEXT NOT NULL, zh TEXT NOT NULL);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE reading (character TEXT PRIMARY KEY, reading TEXT NOT NULL) WITHOUT ROWID;
"""
