"""A table as a file: CSV, TSV, Markdown, LaTeX, or a workbook in which no text is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from genfilm.problems import NotAcceptable
from genfilm.protocol.delimited import cell_text, csv_bytes
from genfilm.protocol.formats import CSV, TSV, Format
from genfilm.protocol.negotiation import choose

JSON = Format(
    "json",
    "application/json",
    "json",
    frozenset({"text/json"}),
    frozenset({"json"}),
    "application/json; charset=utf-8",
)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX = Format("xlsx", _WORKBOOK, "xlsx", frozenset(), frozenset({"xlsx"}), _WORKBOOK)
MARKDOWN = Format(
    "md", "text/markdown", "md", frozenset(), frozenset({"md", "markdown"}), "text/markdown; charset=utf-8"
)
LATEX = Format(
    "tex",
    "application/x-tex",
    "tex",
    frozenset({"text/x-tex", "application/x-latex"}),
    frozenset({"tex", "latex"}),
    "application/x-tex; charset=utf-8",
)
TABLES = (JSON, CSV, TSV, XLSX)
PAPERS = (CSV, TSV, XLSX, MARKDOWN, LATEX)
"""The formats of a table that goes into a paper or a workbook."""
BOM = b"\xef\xbb\xbf"
"""The mark by which Excel knows that a CSV file is UTF-8."""
NAMES = tuple(each.extension for each in TABLES)
_LONGEST_CELL = 32767
_WIDTH = 28
_LATEX = {char: f"\\{char}" for char in "#$%&_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under headings; ``names`` are the columns, ``about`` what the workbook says of itself."""

    title: str
    names: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    about: Mapping[str, str]

    def write(self, fmt: Format) -> bytes:
        """The file; CSV (RFC 4180) and TSV head the columns with their names, other formats with headings."""
        if fmt is XLSX:
            return self._workbook()
        if fmt is MARKDOWN:
            return self._markdown().encode()
        if fmt is LATEX:
            return self._latex().encode()
        rows = (self.names, *self.rows)
        if fmt is CSV:
            return csv_bytes(rows)
        return "".join("\t".join(_flat(cell_text(cell)) for cell in row) + "\n" for row in rows).encode()

    def _markdown(self) -> str:
        """A table of GitHub Flavored Markdown."""
        rows = [[cell_text(cell) for cell in row] for row in (self.headings, *self.rows)]
        lines = ["| " + " | ".join(map(_markdown, row)) + " |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * len(self.headings), *lines[1:], ""])

    def _latex(self) -> str:
        """A ``longtable`` (packages longtable, booktabs, array; for Chinese ctex)."""
        lengths = [
            max(4, *(len(cell_text(row[n])) for row in self.rows), 4) for n in range(len(self.headings))
        ]
        shares = [min(length, 80) ** 0.5 for length in lengths]
        widths = "".join(f"p{{{0.85 * share / sum(shares):.3f}\\linewidth}}" for share in shares)
        rows = [" & ".join(_latex(cell_text(cell)) for cell in row) + r" \\" for row in self.rows]
        head = " & ".join(map(_latex, self.headings)) + r" \\"
        return "\n".join(
            [
                "% " + r"\usepackage{longtable,booktabs}",
                rf"\begin{{longtable}}{{{widths}}}",
                rf"\caption{{{_latex(self.title)}}} \\",
                r"\toprule",
                head,
                r"\midrule",
                r"\endhead",
                *rows,
                r"\bottomrule",
                r"\end{longtable}",
                "",
            ]
        )

    def _workbook(self) -> bytes:
        written = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(written, options) as book:
            bold = book.add_format({"bold": True, "bottom": 1})
            sheet = book.add_worksheet("data")
            sheet.freeze_panes(1, 0)
            for place, heading in enumerate(self.headings):
                sheet.write_string(0, place, heading, bold)
            for number, row in enumerate(self.rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, bool):
                        sheet.write_boolean(number, place, cell)
                    elif isinstance(cell, (int, float)):
                        sheet.write_number(number, place, cell)
                    elif cell is not None:
                        sheet.write_string(number, place, cell[:_LONGEST_CELL])
            if self.names:
                sheet.set_column(0, len(self.names) - 1, _WIDTH)
                sheet.autofilter(0, 0, max(1, len(self.rows)), len(self.names) - 1)
            notes = book.add_worksheet("about")
            notes.set_column(0, 0, 14)
            notes.set_column(1, 1, 100)
            for number, (name, text) in enumerate(self.about.items()):
                notes.write_string(number, 0, name, bold)
                notes.write_string(number, 1, text[:_LONGEST_CELL])
            book.set_properties({"title": self.title, "comments": self.about.get("address", "")})
        return written.getvalue()


def chosen(
    extension: str, asked: str | None, accept: str | None, offered: tuple[Format, ...] = TABLES
) -> Format:
    """The format of an answer: by the extension of the address, the ``format`` parameter, or Accept.

    Raises Problem 404 for an extension that is not there and 406 where nothing fits.
    """
    name = extension or asked
    if not name:
        return choose(accept, [], offered)
    found = next((each for each in offered if each.extension == name), None)
    if found is None:
        raise NotAcceptable(
            "table",
            name=name,
            known=[each.extension for each in offered],
            alternatives=[each.media_type for each in offered],
        )
    return found


def _markdown(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def _latex(text: str) -> str:
    """A text in which LaTeX reads nothing as a command."""
    return "".join(_LATEX.get(char, char) for char in text.replace("\n", " "))


def _flat(text: str) -> str:
    """A text on one line: what separates cells and rows is escaped."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
