// Tables that readers sort: a native button in each heading, aria-sort on the one that rules the order.
import type { Lang } from "./api";
import { el } from "./dom";

/** Let a table be sorted by each of its columns: upwards, downwards, and as it was. */
export function sortable(table: HTMLTableElement, lang: Lang): void {
  const [body] = table.tBodies;
  const [heading] = table.tHead?.rows ?? [];
  if (!body || !heading || table.tBodies.length > 1 || table.tHead!.rows.length > 1 || body.rows.length < 3) return;
  const first = [...body.rows];
  if (first.some((row) => row.cells.length !== heading.cells.length)) return; // cells that span several columns have no place in an order
  const words = new Intl.Collator(lang, { numeric: true });
  const heads = [...heading.cells].filter((head) => head.textContent?.trim());
  for (const head of heads) {
    const column = head.cellIndex;
    const button = el("button", { type: "button", class: "sort", onclick: () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort") ?? "none"]!;
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      if (next !== "none") head.setAttribute("aria-sort", next);
      body.append(...(next === "none" ? first : sorted(first, column, next === "descending", words)));
    } });
    button.append(...head.childNodes);
    head.append(button);
  }
}

/** Rows in the order of one column, numbers as numbers; what is empty comes last. */
function sorted(rows: readonly HTMLTableRowElement[], column: number, down: boolean, words: Intl.Collator): HTMLTableRowElement[] {
  const text = (row: HTMLTableRowElement): string => row.cells[column]!.textContent!.trim();
  const number = (said: string): number => Number(said.replaceAll(",", ""));
  const numbers = rows.every((row) => !Number.isNaN(number(text(row))));
  return [...rows].sort((first, second) => {
    const [one, two] = [text(first), text(second)];
    if (!one || !two) return Number(!one) - Number(!two);
    return (down ? -1 : 1) * (numbers ? number(one) - number(two) : words.compare(one, two));
  });
}
