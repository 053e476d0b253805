// The explore page: the picture above its table; the address holds what is shown.
import "./explore.css";
import * as words from "messages";
import { address, ask, Failure, type Envelope, type Lang } from "./api";
import { download, el } from "./dom";
import { Graph, type LayoutName, type PictureData, type PictureEdge, type PictureNode } from "./graph";
import { palette } from "./picture";
import type { Picture } from "./claims";
import { drawn } from "./picture-answer";
import { suggest } from "./suggest";
import { outline } from "./svg";
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
  const state = new URLSearchParams(location.search);
  const focus = section.dataset.focus ?? "";
  const expanded = new Set(state.get("open")?.split(" ").filter(Boolean));
  let layout = NAMES.find((name) => name === state.get("layout")) ?? null;

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
  const bar = el("div", { class: "explore-bar" },
    el("label", { for: "explore-layout" }, say(words["explore.layout"], lang)), chooser,
    button(say(words["explore.fit"], lang), () => graph.cy.fit(undefined, 30)),
    button("PNG", async () => download("genfilm.png", await graph.png())),
    button("SVG", () => download("genfilm.svg", new Blob([graph.svg()], { type: "image/svg+xml" }))),
    button(say(words["explore.copy"], lang), () => void navigator.clipboard?.writeText(location.href).then(() => (said.textContent = say(words["explore.copied"], lang)))),
    actions);
  section.append(box, said, bar);
  section.hidden = false;

  let data: PictureData;
  try {
    data = await load(focus, form.querySelector<HTMLSelectElement>("#depth")?.value ?? "1");
    for (const iri of expanded) merge(data, await load(iri, "1"));
  } catch (error) {
    said.textContent = error instanceof Failure ? error.message : String(error);
    said.setAttribute("role", "alert");
    return;
  }
  const labels = new Map<string, string>();
  const remember = (part: PictureData): void => part.nodes.forEach((node) => labels.set(node.iri, node.label));
  remember(data);
  layout ??= data.nodes.length > 400 ? "rings" : "force";
  chooser.value = layout;
  const graph = new Graph(box, data, { title: document.title, focus, layout, not: say(words["explore.not"], lang), choose, open: (node) => void expand(node), restyled: () => key.replaceWith((key = legend(box, data, lang))) });
  let key = legend(box, data, lang);
  section.append(key);
  chooser.addEventListener("change", () => {
    layout = chooser.value as LayoutName;
    graph.arrange(layout);
    keep({ layout });
  });
  form.querySelectorAll<HTMLInputElement>("fieldset input").forEach((input) => input.addEventListener("change", sift));
  sift();
  // For tests and for whoever explores from the console.
  Object.assign(window, { genfilmGraph: graph });
  section.dataset.ready = "true";

  async function load(iri: string, depth: string): Promise<PictureData> {
    const answer = await ask<Envelope<Picture>>(address(location.origin, api, { focus: iri, depth, lang }), lang);
    return drawn(answer.data, lang);
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
    if (layout) next.set("layout", layout);
    location.assign(`?${next}`);
  }

  function keep(changed: Record<string, string>): void {
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changed)) value ? next.set(name, value) : next.delete(name);
    history.replaceState(null, "", `?${next}`);
  }

  async function expand(node: PictureNode): Promise<void> {
    try {
      const more = await load(node.iri, "1");
      remember(more);
      const added = graph.add(more, layout ?? "force");
      sift();
      if (added) expanded.add(node.iri);
      keep({ open: [...expanded].join(" ") });
      said.textContent = added ? `${node.label}: ${say(words["claims.count"], lang, { count: more.edges.length })}` : `${node.label}: ${say(words["explore.nothing_script"], lang)}`;
      const known = new Set([...document.querySelectorAll("#claims-table tbody tr")].map((row) => (row as HTMLElement).dataset.claim));
      const rows = more.edges.filter((edge) => !known.has(edge.id)).map(tableRow);
      document.querySelector("#claims-table tbody")?.append(...rows);
      count();
    } catch (error) {
      said.textContent = error instanceof Failure ? error.message : String(error);
    }
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
      actions.append(button(say(words["explore.expand"], lang), () => void expand(node)), " ", el("a", { href: node.html }, say(words["explore.open"], lang)));
    } else if (chosen?.edge) {
      const edge = chosen.edge;
      const not = edge.polarity === "negated" ? `${say(words["explore.not"], lang)} ` : "";
      said.textContent = `${labels.get(edge.source)} — ${not}${edge.label} — ${labels.get(edge.target)}. ${mark(edge.verdict)} ${edge.verdictLabel}`;
      actions.append(el("a", { href: edge.html }, edge.says), " ", el("code", {}, edge.claim));
    } else said.textContent = say(words["explore.hint"], lang);
  }

  /** Show what the ticked boxes let through, in the picture, in the table and in the address. */
  function sift(): void {
    const ticked = (name: string): Set<string> => new Set([...form.querySelectorAll<HTMLInputElement>(`input[name="${name}"]:checked`)].map((input) => input.value));
    const [kinds, verdicts, sources] = [ticked("kind"), ticked("verdict"), ticked("source")];
    const passes = (edge: PictureEdge): boolean => (!verdicts.size || verdicts.has(edge.verdict ?? "none")) && (!sources.size || sources.has(edge.origin));
    graph.filter((node) => !kinds.size || kinds.has(node.group), passes);
    const shown = graph.shown();
    document.querySelectorAll<HTMLElement>("#claims-table tbody tr[data-claim]").forEach((row) => (row.hidden = !shown.has(row.dataset.claim ?? "")));
    const next = new URLSearchParams(location.search);
    for (const [name, values] of [["kind", kinds], ["verdict", verdicts], ["source", sources]] as const) {
      next.delete(name);
      values.forEach((value) => next.append(name, value));
    }
    history.replaceState(null, "", next.size ? `?${next}` : location.pathname);
    count();
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

/** What the shapes, colours and lines mean. */
function legend(box: HTMLElement, data: PictureData, lang: Lang): HTMLElement {
  const colours = palette(box);
  const names = new Map([...document.querySelectorAll<HTMLInputElement>('input[name="kind"]')].map((input) => [input.value, input.nextElementSibling?.textContent?.trim() ?? input.value]));
  const groups = [...new Set(data.nodes.map((node) => node.group))].sort();
  const drawn = (inner: string, line = false): Node => {
    const made = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${line ? "0 -8 36 16" : "-11 -11 22 22"}" aria-hidden="true">${inner}</svg>`, "image/svg+xml").documentElement;
    if (line) made.setAttribute("class", "line");
    return document.importNode(made, true);
  };
  const line = (colour: string, rest: string): Node => drawn(`<path d="M0 0H34" stroke="${colour}" ${rest}/>`, true);
  const { verdicts, soft } = colours;
  const rows: [Node, string][] = [
    ...groups.map((group): [Node, string] => [drawn(outline(group, 18, `fill="${colours.groups[group] ?? soft}"`)), names.get(group) ?? group]),
    [line(verdicts.disputed!, 'stroke-width="3" stroke-dasharray="7 4"'), say(words["explore.disputed"], lang)],
    [line(verdicts.corroborated!, 'stroke-width="2"'), say(words["explore.corroborated"], lang)],
    [line(verdicts.unverified!, 'stroke-width="2" stroke-dasharray="2 4"'), say(words["explore.unverified"], lang)],
    [drawn(`<path d="M0 0H32M32 -6V6" stroke="${soft}" stroke-width="2"/>`, true), say(words["explore.negated"], lang)],
  ];
  return el("ul", { class: "explore-legend" }, ...rows.map(([picture, text]) => el("li", {}, picture, text)));
}
