// The editor page: runs queries and shows their answers as table, chart, picture or text.
import "./editor.css";
import "./charts.css";
import * as words from "messages";
import type { EditorState } from "@codemirror/state";
import type { Column, Lang, Row } from "./api";
import { download, el } from "./dom";
import { QueryTabs } from "./query-tabs";
import { chartOfRows, pictureOfRows, pictureOfTriples, rowsOf, type Answer } from "./results";
import { createEditor, compact, markFault, type Vocabulary } from "./sparql-editor";
import { sorted } from "./table-rows";
import { tablist } from "./tabs";
import { page } from "./terms";
import { say } from "./words";

const STEP = 100;
const TABLES = ["csv", "tsv", "json", "xml"];
const GRAPHS = ["ttl", "nt", "nq", "trig", "jsonld", "rdf"];

/** What stands beside the query of a tab. */
interface Held {
  state: EditorState;
  answer: Node[];
  said: string;
}

const form = document.querySelector<HTMLFormElement>("#editor-form");
if (form) start(form);

function start(form: HTMLFormElement): void {
  const lang: Lang = form.dataset.lang === "zh" ? "zh" : "en";
  const root = `${location.origin}${form.dataset.root ?? ""}/`;
  const area = form.querySelector<HTMLTextAreaElement>("#query")!;
  const results = document.querySelector<HTMLElement>("#editor-results")!;
  let vocabulary: Promise<Vocabulary> | undefined;
  let known: Vocabulary = { prefixes: {}, terms: [] };
  const learn = (): Promise<Vocabulary> =>
    (vocabulary ??= fetch(form.dataset.terms ?? "").then((response) => response.json() as Promise<Vocabulary>).then((each) => (known = each)));

  const box = el("div", { class: "editor-box", id: "editor-box", role: "tabpanel", "aria-label": say(words["field.query"], lang) });
  area.hidden = true;
  area.after(box);
  const asked = new URLSearchParams(location.search);
  const queries = new QueryTabs<Held>(lang, asked.has("query") || asked.has("example") ? area.value : null, area.value, box.id, swap);
  box.before(queries.bar);
  const label = form.querySelector<HTMLLabelElement>('label[for="query"]');
  const { view, begin } = createEditor(box, { text: queries.text, label: label?.textContent ?? "SPARQL", lang, suggest: form.dataset.suggest ?? "", run: () => form.requestSubmit(), changed, vocabulary: learn });
  label?.addEventListener("click", () => view.focus());
  const stop = el("button", { type: "button", class: "plain", hidden: true, onclick: () => running?.abort() }, say(words["editor.stop"], lang));
  const share = el("button", { type: "button", class: "plain", onclick: copy }, say(words["editor.share"], lang));
  const said = el("span", { class: "note", role: "status" }, say(words["editor.hint"], lang));
  form.querySelector(".editor-bar")!.append(stop, share, said);
  form.append(queries.history);
  let running: AbortController | undefined;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  void learn();
  if (asked.get("query")) void run();
  changed(queries.text);
  box.dataset.ready = "true";

  /** The query in another language is the same query. */
  function changed(text: string): void {
    queries.text = text;
    const other = document.querySelector<HTMLAnchorElement>("a.language");
    if (!other) return;
    const there = new URL(other.href);
    there.searchParams.delete("example");
    there.searchParams.set("query", text);
    other.href = there.href;
  }

  /** Show the query of another tab with its answer, and hand back what stood here. */
  function swap(text: string, held: Held | null): Held {
    running?.abort();
    const before = { state: view.state, answer: [...results.childNodes], said: said.textContent ?? "" };
    view.setState(held?.state ?? begin(text));
    results.replaceChildren(...(held?.answer ?? []));
    results.hidden = !held?.answer.length;
    said.textContent = held?.said ?? say(words["editor.hint"], lang);
    changed(text);
    return before;
  }

  function copy(): void {
    history.replaceState(null, "", address());
    void navigator.clipboard?.writeText(new URL(address(), location.href).href).then(() => (said.textContent = say(words["editor.copied"], lang)));
  }

  /** The address at which this page opens with this query. */
  function address(): string {
    return `${form.dataset.share ?? location.pathname}?${new URLSearchParams({ query: view.state.doc.toString() })}`;
  }

  async function run(): Promise<void> {
    running?.abort();
    const own = (running = new AbortController());
    const text = view.state.doc.toString();
    area.value = text;
    markFault(view, null);
    stop.hidden = false;
    said.textContent = say(words["editor.running"], lang);
    const begun = performance.now();
    try {
      await learn().catch(() => undefined);
      const response = await fetch(form.action, {
        method: "POST",
        body: text,
        signal: own.signal,
        headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, application/n-triples;q=0.9, application/json;q=0.1", "Accept-Language": lang },
      });
      const type = response.headers.get("Content-Type") ?? "";
      const body = await response.text();
      if (!response.ok) return fail(JSON.parse(body) as Fault);
      const spent = `${((performance.now() - begun) / 1000).toFixed(2)} s`;
      history.replaceState(null, "", address());
      queries.ran(text);
      if (type.includes("sparql-results+json")) show(JSON.parse(body) as Answer, text, spent);
      else showTriples(body, text, spent);
      const hint = told(response.headers.get("X-Hint") ?? "");
      if (hint) results.prepend(el("p", { class: "lead editor-hint" }, hint));
      results.hidden = false;
    } catch (error) {
      said.textContent = own.signal.aborted ? say(words["editor.stopped"], lang) : say(words["editor.unreachable"], lang);
      if (!own.signal.aborted && !(error instanceof TypeError)) throw error;
    } finally {
      if (running === own) stop.hidden = true;
    }
  }

  /** The text of a header: in ASCII itself, else with its charset and language (RFC 8187). */
  function told(value: string): string {
    const coded = /^UTF-8'\w*'(.*)$/.exec(value);
    return coded ? decodeURIComponent(coded[1]!) : value;
  }

  interface Fault {
    title: string;
    detail?: string;
    line?: number;
    column?: number;
  }

  function fail(fault: Fault): void {
    said.textContent = "";
    results.hidden = false;
    results.replaceChildren(el("div", { class: "editor-error", role: "alert" }, el("p", {}, el("strong", {}, fault.title)), fault.detail ? el("p", {}, fault.detail) : null));
    markFault(view, fault.detail ?? fault.title, fault.line, fault.column);
  }

  function downloads(text: string, names: string[]): Node {
    const link = (name: string): Node => el("a", { href: `${form.action}?${new URLSearchParams({ query: text, format: name })}`, download: `genfilm.${name}` }, name.toUpperCase());
    return el("p", { class: "note" }, `${say(words["ontology.download"], lang)}: `, ...names.flatMap((name) => [link(name), " "]));
  }

  function show(answer: Answer, text: string, spent: string): void {
    if (answer.boolean !== undefined) {
      said.textContent = spent;
      results.hidden = false;
      results.replaceChildren(el("p", { class: "lead" }, answer.boolean ? say(words["answer.yes"], lang) : say(words["answer.no"], lang)), downloads(text, TABLES));
      return;
    }
    const { columns, rows } = rowsOf(answer);
    said.textContent = `${say(words["answer.rows"], lang, { count: rows.length })}, ${spent}`;
    tabs({
      [say(words["charts.table"], lang)]: () => [table(columns, rows), downloads(text, TABLES)],
      [say(words["editor.chart"], lang)]: () => [chart(columns, rows)],
      [say(words["editor.graph"], lang)]: () => [graphOfRows(columns, rows)],
      [say(words["editor.text"], lang)]: () => [el("pre", { tabindex: 0 }, JSON.stringify(answer, null, 1))],
    });
  }

  function showTriples(body: string, text: string, spent: string): void {
    const lines = body.split("\n").filter((line) => line.trim());
    said.textContent = `${say(words["ontology.triples"], lang, { count: lines.length })}, ${spent}`;
    const rows = lines.map((line): Row => {
      const match = /^(\S+) <(\S+)> (.*) \.$/.exec(line.trim());
      const plain = (term: string): string => term.replace(/^<(.*)>$/, "$1");
      return { subject: plain(match?.[1] ?? line), property: match?.[2] ?? "", object: plain(match?.[3] ?? "") };
    });
    const columns = ["subject", "property", "object"].map((name): Column => ({ name, type: "string" }));
    tabs({
      [say(words["editor.graph"], lang)]: () => [picture(pictureOfTriples(body))],
      [say(words["charts.table"], lang)]: () => [table(columns, rows), downloads(text, GRAPHS)],
      [say(words["editor.text"], lang)]: () => [el("pre", { tabindex: 0 }, body)],
    });
  }

  /** Views of one answer, made when they are first looked at. */
  function tabs(views: Record<string, () => Node[]>): void {
    const panel = el("div", { role: "tabpanel", id: "result-panel", tabindex: 0 });
    const names = Object.keys(views);
    const select = (index: number): void => {
      panel.setAttribute("aria-label", names[index]!);
      panel.replaceChildren(...views[names[index]!]!());
    };
    results.hidden = false;
    results.replaceChildren(tablist(say(words["field.result"], lang), panel.id, names, 0, select), panel);
    select(0);
  }

  /** Buttons that save a drawing once it is there. */
  function saves(svg: () => Promise<Blob> | Blob, png: () => Promise<Blob>): Node {
    const button = (kind: string, made: () => Promise<Blob> | Blob): Node => el("button", { type: "button", class: "plain", onclick: async () => download(`genfilm.${kind}`, await made()) }, kind.toUpperCase());
    return el("div", { class: "editor-bar" }, button("svg", svg), button("png", png));
  }

  function table(columns: Column[], all: Row[]): Node {
    let rows = all;
    let most = STEP;
    const body = el("tbody");
    const more = el("button", { type: "button", class: "plain", onclick: () => ((most += STEP * 5), fill()) }, say(words["widget.more"], lang));
    const fill = (): void => {
      body.replaceChildren(...rows.slice(0, most).map((row) => el("tr", {}, ...columns.map((column) => cell(row[column.name] ?? null)))));
      if (!rows.length) body.append(el("tr", {}, el("td", { colspan: columns.length }, say(words["answer.none"], lang))));
      more.hidden = most >= rows.length;
    };
    const heads = columns.map((column) => {
      const head = el("th", { scope: "col" });
      head.append(el("button", { type: "button", class: "plain", onclick: () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        rows = sorted(all, column.name, down, lang);
        fill();
      } }, column.name));
      return head;
    });
    fill();
    return el("div", {}, el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say(words["charts.table"], lang) }, el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body)), more);
  }

  function cell(value: Row[string]): Node {
    if (value === null || value === undefined) return el("td");
    if (typeof value === "string" && /^https?:\/\/\S+$/.test(value)) return el("td", {}, el("a", { href: page(value, root, lang), title: value }, compact(value, known.prefixes) ?? value));
    return el("td", {}, String(value));
  }

  function chart(columns: Column[], rows: Row[]): Node {
    const spec = rows.length ? chartOfRows(columns) : null;
    if (!spec) return el("p", {}, say(words["editor.no_chart"], lang));
    const place = el("div", { class: "chart-drawing" });
    const few = rows.slice(0, 500);
    void import("./chart").then(({ draw }) => draw(place, { name: "result", spec, title: say(words["editor.chart"], lang), description: columns.map((column) => column.name).join(", "), headings: {}, rows: few }, lang)).then((drawing) => {
      place.after(saves(() => drawing.svg(), () => drawing.png()));
      place.dataset.ready = "true";
    });
    return el("div", {}, place);
  }

  function graphOfRows(columns: Column[], rows: Row[]): Node {
    const things = columns.filter((column) => column.type === "iri").map((column) => column.name);
    if (things.length < 2) return el("p", {}, say(words["editor.no_graph"], lang));
    const place = el("div");
    const choose = (id: string, title: string, at: number): [Node, HTMLSelectElement] => {
      const select = el("select", { id, onchange: () => fill() }, ...things.map((name, index) => el("option", { value: name, selected: index === at }, name)));
      return [el("label", { for: id }, title), select];
    };
    const [fromLabel, from] = choose("graph-from", say(words["editor.from"], lang), 0);
    const [toLabel, to] = choose("graph-to", say(words["editor.to"], lang), 1);
    const fill = (): void => place.replaceChildren(picture(pictureOfRows(columns, rows, from.value, to.value)));
    fill();
    return el("div", {}, el("div", { class: "editor-choose" }, fromLabel, from, toLabel, to), place);
  }

  function picture(data: ReturnType<typeof pictureOfTriples>): Node {
    if (!data.edges.length) return el("p", {}, say(words["editor.no_graph"], lang));
    const place = el("div", { class: "editor-canvas", tabindex: 0, role: "application", "aria-label": say(words["editor.graph"], lang) });
    const told = el("p", { class: "note", role: "status" });
    void import("./graph").then(({ Graph }) => {
      if (!place.isConnected) return;
      const graph = new Graph(place, data, { title: say(words["editor.graph"], lang), not: "", choose: (chosen) => (told.textContent = chosen?.node?.iri ?? chosen?.edge?.label ?? ""), open: (node) => window.open(page(node.iri, root, lang), "_blank", "noopener") });
      told.after(saves(() => new Blob([graph.svg()], { type: "image/svg+xml" }), () => graph.png()));
      place.dataset.ready = "true";
    });
    return el("div", {}, place, told);
  }
}
