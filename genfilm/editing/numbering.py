"""The identifiers of the claims of a workbook: each row has one of its own, the same at every import."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from genfilm.editing.draft import Draft, natural
from genfilm.editing.reading import SheetRow, Sheets

_ID = re.compile(r"[A-Z]{1,3}[0-9]{1,4}(?:\.[0-9]{1,3})?")


class Numbering:
    """Identifiers that claims of the files have (``existing``), and rows of the workbook (``rows``)."""

    def __init__(self, draft: Draft, sheets: Sheets) -> None:
        self._draft, self._sheets = draft, sheets
        self.existing = frozenset(draft.subjects("claim"))
        self.rows: dict[str, SheetRow] = {}
        self._taken = set(self.existing)

    def assign(self, rows: Iterable[SheetRow]) -> None:
        """Check the identifiers of rows, and give one to each row that has none."""
        without = []
        for row in rows:
            name = row["id"]
            if not name:
                without.append(row)
            elif not _ID.fullmatch(name):
                self._fault(row, "id", "id", value=name)
                row.texts["id"] = ""
            elif name in self.rows:
                self._fault(row, "id", "id_twice", value=name, other=self.rows[name].place("id").name)
            else:
                self.rows[name] = row
        self._taken |= self.rows.keys()
        for name, row in list(self.rows.items()):
            above = _whole(name)
            if row["part_of"] not in ("", above) or (name == above and row["part_of"]):
                self._fault(row, "part_of", "part_elsewhere", value=row["part_of"], id=name)
            elif name != above and above not in self._taken:
                self._fault(row, "id", "part_of", value=above)
        for row in without:
            self._identify(row)
        self._repeated()

    def has_parts(self, name: str) -> bool:
        """True if a claim is a compound claim, by the files or by the workbook."""
        return any(each.startswith(f"{name}.") for each in self._taken)

    def fresh(self, above: str = "") -> str:
        """A free identifier: of a part of a claim, or of a claim."""
        form, number = f"{above}.{{}}" if above else "C{:02d}", 1
        while form.format(number) in self._taken:
            number += 1
        self._taken.add(form.format(number))
        return form.format(number)

    def _identify(self, row: SheetRow) -> None:
        """Give a row the identifier of the claim that it was imported as before, else the next free one."""
        above = row["part_of"]
        if "." in above:
            self._fault(row, "part_of", "part_itself", value=above)
            return
        if above and above not in self._taken:
            self._fault(row, "part_of", "part_of", value=above)
            return
        name = self._before(row["paraphrase_en"], above) or self.fresh(above)
        self.rows[name] = row
        self._sheets.write(row, "id", name)

    def _before(self, text: str, above: str) -> str:
        """The claim of the files, not spoken of by another row yet, that has this English sentence."""
        label = ox.Literal(text, language="en")
        for name in sorted(self.existing - self.rows.keys(), key=natural):
            kin = name.startswith(f"{above}.") if above else "." not in name
            if text and kin and label in self._draft.values(self._draft.iri("claim", name), "rdfs:label"):
                return name
        return ""

    def _repeated(self) -> None:
        """Tell of rows that say what another says already, as a row that was pasted twice does."""
        seen: dict[str, SheetRow] = {}
        for row in self.rows.values():
            other = seen.setdefault(row["paraphrase_en"], row)
            if other is not row and row["paraphrase_en"]:
                place = other.place("paraphrase_en").name
                self._fault(row, "paraphrase_en", "said_twice", other=place)

    def _fault(self, row: SheetRow, column: str, shape: str, **values: str) -> None:
        self._sheets.fault(row.place(column), "cell", shape, **values)


def _whole(name: str) -> str:
    """The claim that a claim is a part of, else itself."""
    return name.partition(".")[0]
