// The explore page: the picture above its table; the address holds what is shown.
import "./explore.css";
import * as words from "messages";
import { address, ask, Failure, type Envelope, type Lang } from "./api";
import { download, el } from "./dom";
import { legend } from "./explore-legend";
import { readExplored, writeExplored } from "./explore-state";
import { Graph, type LayoutName, type PictureData, type PictureEdge, type PictureNode } from "./graph";
import type { Picture } from "./claims";
import { drawn } from "./picture-answer";
import { suggest } from "./suggest";
import { mark } from "./terms";
import { say, type Message } from "./words";

const LAYOUTS: Record<LayoutName, Message> = {
  force: words["explore.layout.force"],
  rings: words["explore.layout.rings"],
  tree: words["explore.layout.tree"],
  circle: words["explore.layout.circle"],
  grid: words["explore.layout.grid"],
};
const NAMES = Object.keys(LAYOUTS) as LayoutName[];

const section = document.querySelector<HTMLElement>("#explore");
if (section) void start(section);

async function start(section: HTMLElement): Promise<void> {
  const lang = (section.dataset.lang === "zh" ? "zh" : "en") as Lang;
  const api = section.dataset.api ?? "/api/graph";
  const form = document.querySelector<HTMLFormElement>("#explore-form")!;
  const field = form.querySelector<HTMLInputElement>("#focus")!;
  const focus = section.dataset.focus ?? "";
  const loaded = new Map<string, Promise<PictureData>>();
  let state = readExplored(location.search, location.hash, NAMES);
  /** How many steps were taken, and which of them is shown: the history of the browser is that of undoing. */
  let [step, latest] = [(history.state as { step?: number } | null)?.step ?? 0, 0];

  suggest(field, section.dataset.suggest ?? "/api/suggest", lang, (hit) => go(hit.iri));
  form.addEventListener("submit", (event) => {
    if (field.value !== field.defaultValue) return; // a name: the server finds what is meant
    event.preventDefault();
    go(focus);
  });
  form.querySelector("#depth")?.addEventListener("change", () => form.requestSubmit());

  const box = el("div", { class: "explore-canvas", tabindex: 0, role: "application", "aria-label": say(words["explore.label"], lang), "aria-describedby": "explore-said" });
  const said = el("p", { class: "explore-said note", id: "explore-said", role: "status" }, say(words["explore.hint"], lang));
  const actions = el("span");
  const chooser = el("select", { id: "explore-layout" }, ...NAMES.map((name) => el("option", { value: name }, say(LAYOUTS[name], lang))));
  const undo = button(say(words["explore.undo"], lang), () => history.back());
  const redo = button(say(words["explore.redo"], lang), () => history.forward());
  const bar = el("div", { class: "explore-bar" },
    el("label", { for: "explore-layout" }, say(words["explore.layout"], lang)), chooser,
    undo, redo,
    button(say(words["explore.fit"], lang), () => graph.fit()),
    button("PNG", async () => download("genfilm.png", await graph.png())),
    button("SVG", () => download("genfilm.svg", new Blob([graph.svg()], { type: "image/svg+xml" }))),
    button(say(words["explore.copy"], lang), () => void navigator.clipboard?.writeText(location.href).then(() => (said.textContent = say(words["explore.copied"], lang)))),
    actions);
  section.append(box, said, bar);
  section.hidden = false;

  const labels = new Map<string, string>();
  let data: PictureData;
  try {
    data = await whole();
  } catch (error) {
    said.textContent = error instanceof Failure ? error.message : String(error);
    said.setAttribute("role", "alert");
    return;
  }
  chooser.value = layoutNow();
  const graph = new Graph(box, data, { title: document.title, focus, layout: layoutNow(), not: say(words["explore.not"], lang), choose, open: (node) => void turn(node), moved: () => keep(), worker: section.dataset.worker ?? "", restyled: drawLegend });
  if (state.places.size) graph.restore(state.places);
  let key = legend(box, data, form, lang);
  section.append(key);
  chooser.addEventListener("change", () => {
    state.layout = chooser.value as LayoutName;
    graph.arrange(state.layout);
    keep();
  });
  form.querySelectorAll<HTMLInputElement>("fieldset input").forEach((input) => input.addEventListener("change", () => {
    sift();
    keep();
  }));
  addEventListener("popstate", () => void back());
  sift();
  tellSteps();
  listed(data);
  // For tests and for whoever explores from the console.
  Object.assign(window, { genfilmGraph: graph });
  section.dataset.ready = "true";

  function layoutNow(): LayoutName {
    return state.layout ?? (data.nodes.length > 400 ? "rings" : "force");
  }

  function drawLegend(): void {
    const next = legend(box, data, form, lang);
    key.replaceWith(next);
    key = next;
  }

  /** The picture around the focus with all that was opened; what hangs on nothing any more is opened no more. */
  async function whole(): Promise<PictureData> {
    const base = await load(focus, form.querySelector<HTMLSelectElement>("#depth")?.value ?? "1");
    const all: PictureData = { nodes: [...base.nodes], edges: [...base.edges] };
    const open: string[] = [];
    for (const iri of state.open) {
      if (!all.nodes.some((node) => node.iri === iri)) continue;
      open.push(iri);
      merge(all, await load(iri, "1"));
    }
    state.open = open;
    all.nodes.forEach((node) => labels.set(node.iri, node.label));
    return all;
  }

  function load(iri: string, depth: string): Promise<PictureData> {
    const name = `${depth} ${iri}`;
    const found = loaded.get(name) ?? ask<Envelope<Picture>>(address(location.origin, api, { focus: iri, depth, lang }), lang).then((answer) => drawn(answer.data, lang));
    loaded.set(name, found);
    found.catch(() => loaded.delete(name));
    return found;
  }

  function merge(into: PictureData, more: PictureData): void {
    const nodes = new Set(into.nodes.map((node) => node.iri));
    const edges = new Set(into.edges.map((edge) => edge.id));
    into.nodes.push(...more.nodes.filter((node) => !nodes.has(node.iri)));
    into.edges.push(...more.edges.filter((edge) => !edges.has(edge.id)));
  }

  /** Another focus is another page: the table comes with it. */
  function go(iri: string): void {
    const next = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    next.set("focus", iri);
    if (state.layout) next.set("layout", state.layout);
    location.assign(`?${next}`);
  }

  /** Another step: the address holds it, so that it can be shared, and Back undoes it. */
  function keep(): void {
    state.places = graph.places();
    latest = ++step;
    history.pushState({ step }, "", writeExplored(filters(), state));
    tellSteps();
  }

  function tellSteps(): void {
    undo.toggleAttribute("disabled", step === 0);
    redo.toggleAttribute("disabled", step >= latest);
    const other = document.querySelector<HTMLAnchorElement>("a.language");
    if (other) [other.search, other.hash] = [location.search, location.hash];
  }

  /** Show what the address says, after Back or Forward. */
  async function back(): Promise<void> {
    const query = new URLSearchParams(location.search);
    step = (history.state as { step?: number } | null)?.step ?? 0;
    state = readExplored(location.search, location.hash, NAMES);
    form.querySelectorAll<HTMLInputElement>("fieldset input").forEach((input) => (input.checked = query.getAll(input.name).includes(input.value)));
    data = await whole();
    chooser.value = layoutNow();
    graph.reset(data, layoutNow());
    if (state.places.size) graph.restore(state.places);
    sift();
    listed(data);
    drawLegend();
    choose(null);
    tellSteps();
  }

  /** A folded node unfolds, an opened one closes, any other opens. */
  function turn(node: PictureNode): Promise<void> {
    return state.open.includes(node.iri) && !state.folded.includes(node.iri) ? collapse(node) : expand(node);
  }

  async function expand(node: PictureNode): Promise<void> {
    try {
      const folded = state.folded.includes(node.iri);
      if (folded) state.folded = state.folded.filter((iri) => iri !== node.iri);
      else {
        const more = await load(node.iri, "1");
        more.nodes.forEach((each) => labels.set(each.iri, each.label));
        const added = graph.add(more, layoutNow());
        if (!added) return void (said.textContent = `${node.label}: ${say(words["explore.nothing_script"], lang)}`);
        state.open.push(node.iri);
        data = await whole();
        listed(data);
        drawLegend();
      }
      sift();
      keep();
      choose({ node });
    } catch (error) {
      said.textContent = error instanceof Failure ? error.message : String(error);
    }
  }

  async function collapse(node: PictureNode): Promise<void> {
    if (state.open.includes(node.iri)) {
      state.open = state.open.filter((iri) => iri !== node.iri);
      data = await whole();
      graph.reduce(data);
      drawLegend();
    } else state.folded.push(node.iri);
    sift();
    keep();
    choose({ node });
  }

  /** Every claim of the picture has its row in the table. */
  function listed(all: PictureData): void {
    const known = new Set([...document.querySelectorAll<HTMLElement>("#claims-table tbody tr")].map((row) => row.dataset.claim));
    document.querySelector("#claims-table tbody")?.append(...all.edges.filter((edge) => !known.has(edge.id)).map(tableRow));
    sift();
  }

  function tableRow(edge: PictureEdge): HTMLElement {
    const thing = (iri: string): Node => el("a", { href: `?${new URLSearchParams({ focus: iri })}` }, labels.get(iri) ?? iri);
    return el("tr", { "data-claim": edge.id, "data-verdict": edge.verdict ?? "none" },
      el("td", {}, thing(edge.source)), el("td", {}, edge.polarity === "negated" ? el("strong", {}, `${say(words["explore.not"], lang)} `) : null, edge.label), el("td", {}, thing(edge.target)),
      el("td", {}, edge.verdict ? el("span", { class: `verdict v-${edge.verdict}` }, edge.verdictLabel) : ""), el("td", {}, el("a", { href: edge.html }, edge.says), " ", el("code", {}, edge.claim)), el("td", {}, edge.page));
  }

  function choose(chosen: { node?: PictureNode; edge?: PictureEdge } | null): void {
    actions.replaceChildren();
    if (chosen?.node) {
      const node = chosen.node;
      said.textContent = `${node.label} (${node.classLabel}): ${say(words["claims.count"], lang, { count: node.degree })}`;
      const opened = state.open.includes(node.iri);
      const folded = state.folded.includes(node.iri);
      actions.append(
        ...(folded || !opened ? [button(say(words["explore.expand"], lang), () => void expand(node)), " "] : []),
        ...(opened || (!folded && graph.foldable(node.iri)) ? [button(say(words["explore.collapse"], lang), () => void collapse(node)), " "] : []),
        el("a", { href: node.html }, say(words["explore.open"], lang)));
    } else if (chosen?.edge) {
      const edge = chosen.edge;
      const not = edge.polarity === "negated" ? `${say(words["explore.not"], lang)} ` : "";
      said.textContent = `${labels.get(edge.source)} — ${not}${edge.label} — ${labels.get(edge.target)}. ${mark(edge.verdict)} ${edge.verdictLabel}`;
      actions.append(el("a", { href: edge.html }, edge.says), " ", el("code", {}, edge.claim));
    } else said.textContent = say(words["explore.hint"], lang);
  }

  function ticked(name: string): Set<string> {
    return new Set([...form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]:checked`)].map((input) => input.value));
  }

  /** Show what the ticked boxes let through, in the picture and in the table. */
  function sift(): void {
    const [kinds, verdicts, sources] = [ticked("kind"), ticked("verdict"), ticked("source")];
    const passes = (edge: PictureEdge): boolean => (!verdicts.size || verdicts.has(edge.verdict ?? "none")) && (!sources.size || sources.has(edge.origin));
    graph.filter((node) => !kinds.size || kinds.has(node.group), passes, new Set(state.folded));
    const shown = graph.shown();
    document.querySelectorAll<HTMLElement>("#claims-table tbody tr[data-claim]").forEach((row) => (row.hidden = !shown.has(row.dataset.claim ?? "")));
    count();
  }

  /** The parameters of the address with the ticked boxes. */
  function filters(): string {
    const next = new URLSearchParams(location.search);
    for (const name of ["kind", "verdict", "source"]) {
      next.delete(name);
      ticked(name).forEach((value) => next.append(name, value));
    }
    return next.toString();
  }

  function count(): void {
    const shown = document.querySelectorAll("#claims-table tbody tr[data-claim]:not([hidden])").length;
    const place = document.querySelector("#claims-count");
    if (place) place.textContent = String(shown);
  }
}

function button(text: string, act: () => void): HTMLElement {
  return el("button", { type: "button", onclick: act }, text);
}
