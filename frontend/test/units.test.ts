// The parts that need no browser: terms, tables, answers, charts.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { compile } from "vega-lite";
import { parse } from "vega";
import * as words from "messages";
import { bends } from "../src/bends";
import { complete } from "../src/chart";
import { linked } from "../src/chart-links";
import { spread } from "../src/force";
import { readExplored, writeExplored } from "../src/explore-state";
import { chartOfRows, pictureOfRows, pictureOfTriples, rowsOf } from "../src/results";
import { compact, offline } from "../src/sparql-editor";
import { outline } from "../src/svg";
import { readParameters, shownColumns, sorted } from "../src/table-rows";
import { claimId, page, short, verdictCode } from "../src/terms";
import { say } from "../src/words";

const ID = "https://w3id.org/genfilm/id/";

test("an IRI of a claim leads to the page of the claim", () => {
  assert.equal(claimId(`${ID}claim/zhang-2026/N16`), "zhang-2026/N16");
  assert.equal(page(`${ID}claim/zhang-2026/N16`, "http://x/kg", "zh"), "http://x/kg/zh/claim/zhang-2026/N16");
  assert.equal(page("javascript:alert(1)", "http://x", "en"), "#");
  assert.equal(short(`${ID}film/avatar`), "film/avatar");
});

test("a message fills its placeholders, and one is not told in the plural", () => {
  assert.equal(say(words["claims.count"], "en", { count: 1 }), "1 claim");
  assert.equal(say(words["claims.count"], "en", { count: 1200 }), "1,200 claims");
  assert.equal(say(words["claims.count"], "zh", { count: 1 }), "1条论断");
  assert.equal(say(words["claim.page"], "zh", { page: "120" }), "第120页");
});

test("a verdict has one code however it is written", () => {
  for (const written of ["https://w3id.org/genfilm/ns/PartlyCorroborated", "gf:PartlyCorroborated", "partly-corroborated"])
    assert.equal(verdictCode(written), "partly-corroborated");
});

test("an IRI beside its name becomes a link", () => {
  const columns = ["stage", "stageName", "claim"].map((name) => ({ name, type: name === "stageName" ? ("string" as const) : ("iri" as const) }));
  assert.deepEqual(shownColumns(columns).map(({ column, link }) => [column.name, link]), [["stageName", "stage"], ["claim", null]]);
});

test("rows are sorted by number, unbound last", () => {
  const rows = [{ n: 10 }, { n: null }, { n: 9 }];
  assert.deepEqual(sorted(rows, "n", false, "en").map((row) => row.n), [9, 10, null]);
  assert.deepEqual(sorted(rows, "n", true, "en").map((row) => row.n), [10, 9, null]);
});

test("parameters are read from JSON and from an address", () => {
  assert.deepEqual(readParameters('{"depth": 2}'), { depth: "2" });
  assert.deepEqual(readParameters("actor=actor:creators"), { actor: "actor:creators" });
  assert.throws(() => readParameters("{broken"));
});

test("SPARQL JSON becomes typed rows", () => {
  const term = (value: string) => ({ type: "literal", value, datatype: "http://www.w3.org/2001/XMLSchema#integer" });
  const { columns, rows } = rowsOf({ head: { vars: ["x", "n"] }, results: { bindings: [{ x: { type: "uri", value: "urn:a" }, n: term("3") }] } });
  assert.deepEqual(columns.map((column) => column.type), ["iri", "decimal"]);
  assert.deepEqual(rows, [{ x: "urn:a", n: 3 }]);
  assert.deepEqual((chartOfRows(columns) as { mark: string }).mark, "bar");
});

test("triples between things become edges, each once", () => {
  const picture = pictureOfTriples('<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> "text" .\n');
  assert.equal(picture.edges.length, 1);
  assert.deepEqual(picture.nodes.map((node) => node.iri), ["urn:a", "urn:b"]);
  const named = pictureOfRows([{ name: "a", type: "iri" }, { name: "aName", type: "string" }, { name: "b", type: "iri" }], [{ a: "urn:a", aName: "A", b: "urn:b" }], "a", "b");
  assert.equal(named.nodes[0]?.label, "A");
});

test("completion offers terms by their label in either language, prefixes and variables", () => {
  const prefixes = { gf: "https://w3id.org/genfilm/ns/", film: `${ID}film/` };
  const vocabulary = { prefixes, terms: [{ iri: `${prefixes.gf}usesTechnology`, kind: "property", label: "使用技术" }] };
  assert.equal(compact(`${ID}film/avatar`, prefixes), "film:avatar");
  assert.equal(compact(`${ID}film/a/b`, prefixes), null);
  assert.deepEqual(offline("使用", "", vocabulary).map((each) => each.label), ["gf:usesTechnology"]);
  assert.deepEqual(offline("?w", "SELECT ?work { ?work a ?w", vocabulary).map((each) => each.label), ["?work"]);
  assert.ok(offline("fi", "", vocabulary).some((each) => each.label === "film:"));
});

test("a shape of every group is drawn", () => {
  assert.match(outline("actor", 20, 'fill="red"'), /^<circle r="10"/);
  assert.match(outline("risk", 20, ""), /^<polygon points="0,-10 /);
});

test("every chart of the catalogue compiles without a warning", () => {
  const folder = "../queries/charts";
  const names = readdirSync(folder);
  assert.ok(names.length >= 6);
  for (const name of names) {
    const said: unknown[] = [];
    const note = (...words: unknown[]): typeof logger => (said.push(name, ...words), logger);
    const logger = { level: () => logger, error: note, warn: note, info: () => logger, debug: () => logger } as never as { level(): typeof logger };
    const spec = JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as Record<string, unknown>;
    const whole = complete({ name, spec, title: "t", description: "d", headings: {}, rows: [] }, "light");
    parse(compile({ ...(whole as object), width: 400, autosize: "pad", usermeta: undefined } as never, { logger: logger as never }).spec, undefined, { ast: true });
    assert.deepEqual(said, []);
  }
});

test("an axis says what it counts, the tooltip the heading of the column", () => {
  const spec = { mark: "bar", encoding: { x: { field: "n" }, y: { field: "kind", title: null }, tooltip: [{ field: "n" }, { field: "kind" }] } };
  const made = complete({ name: "", spec, title: "", description: "", headings: { n: "number", kind: "kind" }, axes: { n: "number of claims", kind: "kind" }, rows: [] }, "light") as never as { encoding: Record<string, unknown> };
  assert.deepEqual(made.encoding, { x: { field: "n", title: "number of claims" }, y: { field: "kind", title: null }, tooltip: [{ field: "n", title: "number" }, { field: "kind", title: "kind" }] });
});

test("a line bows around what stands in its way, and two between the same things part", () => {
  const discs = [{ id: "a", x: 0, y: 0, radius: 10 }, { id: "b", x: 200, y: 0, radius: 10 }, { id: "c", x: 100, y: 0, radius: 20 }, { id: "d", x: 0, y: 200, radius: 10 }];
  const { found, crossed } = bends(discs, [{ id: "1", source: "a", target: "b" }, { id: "2", source: "b", target: "a" }, { id: "3", source: "a", target: "d" }]);
  assert.ok(Math.abs(found.get("1")!.far) / 2 > 20);
  assert.notEqual(found.get("1")!.far, -found.get("2")!.far);
  assert.deepEqual(found.get("3"), { far: 0, weight: 0.5 });
  assert.equal(crossed, 0);
});

test("many things are laid out alike each time, and apart", () => {
  const places = Array.from({ length: 600 }, (_, at) => ({ x: 50 * Math.sqrt(at) * Math.cos(2.4 * at), y: 50 * Math.sqrt(at) * Math.sin(2.4 * at) }));
  const lines = places.slice(1).map((_, at): [number, number] => [at + 1, Math.floor(at / 3)]);
  const found = spread({ places, lines });
  assert.deepEqual(spread({ places, lines }), found);
  assert.ok(found.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
  assert.equal(new Set(found.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`)).size, 600);
});

test("an address holds what was explored", () => {
  const state = { layout: "tree" as const, open: [`${ID}film/avatar`, `${ID}org/netflix`], folded: [`${ID}tech/gan`], places: new Map([[`${ID}film/avatar`, { x: -12, y: 30 }], ["https://example.org/a", { x: 1, y: 2 }]]) };
  const url = new URL(writeExplored("focus=x&kind=work", state), "http://localhost/");
  assert.equal(url.searchParams.get("kind"), "work");
  assert.deepEqual(readExplored(url.search, url.hash, ["tree"]), state);
  assert.equal(new URL(writeExplored("focus=x", { layout: null, open: [], folded: [], places: new Map() }), "http://localhost/").href, "http://localhost/?focus=x");
});

test("a mark of a chart leads to exactly the claims that it counts", () => {
  const claim = (id: string): string => `${ID}claim/zhang-2026/${id}`;
  const rows = [["a", "C1"], ["a", "C2"], ["a", "C2"], ["b", "C1"]].map(([stage, id]) => ({ stage: stage!, other: Math.random(), claim: claim(id!) }));
  const spec = { encoding: { y: { field: "stage" }, color: { aggregate: "distinct", field: "claim" }, tooltip: [{ field: "stage" }, { aggregate: "distinct", field: "claim" }] } };
  const found = linked(spec, { name: "", spec, title: "", description: "", headings: {}, rows, claims: "/en/claims" });
  assert.deepEqual(found.map(({ stage, claim, href }) => [stage, claim, href]), [
    ["a", 2, "/en/claims?claim=zhang-2026%2FC1&claim=zhang-2026%2FC2"],
    ["b", 1, "/en/claims?claim=zhang-2026%2FC1"],
  ]);
  assert.deepEqual(spec.encoding.color, { field: "claim" });
  const counts = { encoding: { x: { field: "claims" } } };
  linked(counts, { name: "", spec: counts, title: "", description: "", headings: {}, rows: [{ claims: 3, href: "/x" }] });
  assert.deepEqual((counts.encoding as Record<string, unknown>).href, { field: "href" });
});
