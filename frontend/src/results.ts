// Results of SPARQL queries: SPARQL JSON as rows, N-Triples as edges.
import type { Column, Row } from "./api";
import { groupOf, type PictureData } from "./picture";
import { short } from "./terms";

interface Term {
  type: string;
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export interface Answer {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Record<string, Term>[] };
}

const NUMBER = /#(integer|int|long|decimal|double|float|nonNegativeInteger|gYear)$/;

/** Columns and rows of a SELECT answer; numbers become numbers. */
export function rowsOf(answer: Answer): { columns: Column[]; rows: Row[] } {
  const bindings = answer.results?.bindings ?? [];
  const rows = bindings.map((binding) =>
    Object.fromEntries(Object.entries(binding).map(([name, term]) => [name, term.datatype && NUMBER.test(term.datatype) && term.value !== "" && Number.isFinite(Number(term.value)) ? Number(term.value) : term.value])),
  );
  const columns = (answer.head.vars ?? []).map((name): Column => {
    const terms = bindings.flatMap((binding) => (binding[name] ? [binding[name]] : []));
    const all = (test: (term: Term) => boolean): boolean => terms.length > 0 && terms.every(test);
    const type = all((term) => term.type === "uri") ? "iri" : all((term) => Boolean(term.datatype && NUMBER.test(term.datatype))) ? "decimal" : "string";
    return { name, type };
  });
  return { columns, rows };
}

/** The edges between the things of two columns, with the labels that other columns give them. */
export function pictureOfRows(columns: readonly Column[], rows: readonly Row[], from: string, to: string): PictureData {
  const names = new Set(columns.map((column) => column.name));
  const label = (row: Row, column: string): string => {
    const named = ["Name", "Label"].map((end) => column + end).find((each) => names.has(each) && row[each]);
    return String(named ? row[named] : short(String(row[column])));
  };
  return picture(
    rows.flatMap((row) => (row[from] != null && row[to] != null ? [{ from: String(row[from]), to: String(row[to]), text: "", fromLabel: label(row, from), toLabel: label(row, to) }] : [])),
  );
}

const TRIPLE = /^<([^>]*)> <([^>]*)> <([^>]*)> \.$/;

/** The edges of N-Triples; triples with a literal or a blank node are left out. */
export function pictureOfTriples(text: string): PictureData {
  return picture(
    text.split("\n").flatMap((line) => {
      const [, from, property, to] = TRIPLE.exec(line.trim()) ?? [];
      return from && property && to ? [{ from, to, text: short(property).replace(/^.*[#/]/, ""), fromLabel: short(from), toLabel: short(to) }] : [];
    }),
  );
}

function picture(links: { from: string; to: string; text: string; fromLabel: string; toLabel: string }[]): PictureData {
  const labels = new Map<string, string>();
  const degrees = new Map<string, number>();
  const edges = new Map<string, PictureData["edges"][number]>();
  for (const { from, to, text, fromLabel, toLabel } of links) {
    labels.set(from, fromLabel).set(to, toLabel);
    const id = `${from} ${text} ${to}`;
    if (edges.has(id)) continue;
    for (const end of [from, to]) degrees.set(end, (degrees.get(end) ?? 0) + 1);
    edges.set(id, { id, claim: "", says: "", source: from, target: to, label: text, origin: "", polarity: "affirmed", verdict: null, verdictLabel: "", page: "", html: "" });
  }
  const nodes = [...labels].map(([iri, name]) => ({ iri, label: name, group: groupOf(iri), classLabel: "", degree: degrees.get(iri) ?? 0, html: iri }));
  return { nodes, edges: [...edges.values()] };
}

/** A bar chart of an answer: a number by a name, or how often each name comes. */
export function chartOfRows(columns: readonly Column[]): Record<string, unknown> | null {
  const number = columns.find((column) => column.type === "decimal" || column.type === "integer");
  const texts = columns.filter((column) => column.type === "string");
  const category = texts[0] ?? columns.find((column) => column !== number);
  if (!category) return null;
  const second = number ? texts[1] : undefined;
  return {
    mark: "bar",
    encoding: {
      y: { field: category.name, type: "nominal", sort: second ? null : "-x" },
      x: number ? { field: number.name, type: "quantitative" } : { aggregate: "count", type: "quantitative", title: "n" },
      ...(second ? { color: { field: second.name, type: "nominal" } } : {}),
      tooltip: [{ field: category.name }, ...(second ? [{ field: second.name }] : []), number ? { field: number.name } : { aggregate: "count", type: "quantitative", title: "n" }],
    },
  };
}
