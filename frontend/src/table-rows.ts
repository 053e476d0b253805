// A table of the API as a reader wants it: names instead of identifiers, columns that need no showing left out.
import type { Column, Row, Value } from "./api";

export interface Shown {
  column: Column;
  /** The column that holds the IRI this one names, if any. */
  link: string | null;
}

/** The columns to show: an IRI beside its own name (`stage` and `stageName`) becomes a link behind the name. */
export function shownColumns(columns: readonly Column[]): Shown[] {
  const names = new Set(columns.map((column) => column.name));
  const merged = new Map<string, string>();
  columns.forEach((column, index) => {
    if (column.type !== "iri") return;
    const next = columns[index + 1];
    const name = names.has(`${column.name}Name`) ? `${column.name}Name` : next && next.name === "name" ? "name" : null;
    if (name) merged.set(name, column.name);
  });
  const linked = new Set(merged.values());
  return columns.filter((column) => !linked.has(column.name)).map((column) => ({ column, link: merged.get(column.name) ?? null }));
}

/** Rows in the order of one column; what is unbound comes last. */
export function sorted(rows: readonly Row[], name: string, down: boolean, lang: string): Row[] {
  const words = new Intl.Collator(lang, { numeric: true });
  const sign = down ? -1 : 1;
  return [...rows].sort((first, second) => {
    const [one, two] = [first[name] ?? null, second[name] ?? null];
    if (one === null || two === null) return Number(one === null) - Number(two === null);
    if (typeof one === "number" && typeof two === "number") return sign * (one - two);
    return sign * words.compare(String(one), String(two));
  });
}

/** Parameters written as JSON or as in an address: `actor=actor:creators&depth=2`. */
export function readParameters(text: string | null): Record<string, string> {
  const value = text?.trim() ?? "";
  if (!value.startsWith("{")) return Object.fromEntries(new URLSearchParams(value));
  const parsed = JSON.parse(value) as Record<string, Value>;
  return Object.fromEntries(Object.entries(parsed).map(([name, each]) => [name, String(each)]));
}
