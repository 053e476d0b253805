"""PDF files made for tests: lines of any script on pages, without a library that writes them."""

from __future__ import annotations

from collections.abc import Sequence


def pdf(pages: Sequence[Sequence[str]], first_page: int | None = None) -> bytes:
    """A PDF with these lines on its pages; ``first_page`` is the number that it gives its first page."""
    characters = sorted({char for page in pages for line in page for char in line})
    codes = "\n".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in characters)
    mapping = f"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(characters)} beginbfchar\n{codes}\nendbfchar\nendcmap"
    labels = f"/PageLabels << /Nums [0 << /S /D /St {first_page} >>] >>" if first_page else ""
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {labels} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 1000 >>] >>",
        _stream(mapping),
    ]
    for place, lines in enumerate(pages):
        shown = "".join(
            f"BT /F1 10 Tf 50 {800 - 14 * row} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
            for row, line in enumerate(lines)
        )
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents {6 + 2 * place} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            _stream(shown),
        ]
    return _file(objects)


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    made, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return made + f"{tail}startxref\n{len(made)}\n%%EOF\n".encode()
