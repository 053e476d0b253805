// The explore page: the picture above its table; the address holds what is shown.
import "./explore.css";
import { address, ask, Failure, type Envelope, type Lang } from "./api";
import { download, el } from "./dom";
import { Graph, type LayoutName, type PictureData, type PictureEdge, type PictureNode } from "./graph";
import { palette } from "./picture";
import { suggest } from "./suggest";
import { outline } from "./svg";
import { mark } from "./terms";

const WORDS = {
  en: {
    layout: "Layout", force: "free", rings: "rings", tree: "tree", circle: "circle", grid: "grid", fit: "Show all", expand: "Expand", open: "Open its page",
    claims: "claims", not: "not", hint: "Choose a point or a line. Keyboard: arrow keys move, Enter expands, + and − zoom, 0 shows all, Escape lets go.",
    label: "Picture of claims", added: "claims added", nothing: "Nothing further.", disputed: "disputed (dashed, ✗)", corroborated: "corroborated (✓)",
    unverified: "unverified (dotted, ?)", negated: "denied (bar at its end)", copy: "Copy the address", copied: "Copied.",
  },
  zh: {
    layout: "布局", force: "自由", rings: "同心", tree: "树形", circle: "环形", grid: "网格", fit: "显示全图", expand: "展开", open: "打开其页面",
    claims: "条论断", not: "并非", hint: "请选择一个点或一条线。键盘：方向键移动，回车展开，＋－缩放，0显示全图，Esc取消选择。",
    label: "论断图", added: "条新增论断", nothing: "没有更多内容。", disputed: "受质疑（虚线，✗）", corroborated: "已证实（✓）",
    unverified: "未能证实（点线，?）", negated: "被否定（端部横杠）", copy: "复制网址", copied: "已复制。",
  },
} as const;
const LAYOUTS: LayoutName[] = ["force", "rings", "tree", "circle", "grid"];

const section = document.querySelector<HTMLElement>("#explore");
if (section) void start(section);

async function start(section: HTMLElement): Promise<void> {
  const lang = (section.dataset.lang === "zh" ? "zh" : "en") as Lang;
  const words = WORDS[lang];
  const api = section.dataset.api ?? "/api/graph";
  const form = document.querySelector<HTMLFormElement>("#explore-form")!;
  const field = form.querySelector<HTMLInputElement>("#focus")!;
  const state = new URLSearchParams(location.search);
  const focus = section.dataset.focus ?? "";
  const expanded = new Set(state.get("open")?.split(" ").filter(Boolean));
  let layout = LAYOUTS.find((name) => name === state.get("layout")) ?? null;

  suggest(field, section.dataset.suggest ?? "/api/suggest", lang, (hit) => go(hit.iri));
  form.addEventListener("submit", (event) => {
    if (field.value !== field.defaultValue) return; // a name: the server finds what is meant
    event.preventDefault();
    go(focus);
  });
  form.querySelector("#depth")?.addEventListener("change", () => form.requestSubmit());

  const box = el("div", { class: "explore-canvas", tabindex: 0, role: "application", "aria-label": words.label, "aria-describedby": "explore-said" });
  const said = el("p", { class: "explore-said note", id: "explore-said", role: "status" }, words.hint);
  const actions = el("span");
  const chooser = el("select", { id: "explore-layout" }, ...LAYOUTS.map((name) => el("option", { value: name }, words[name])));
  const bar = el("div", { class: "explore-bar" },
    el("label", { for: "explore-layout" }, words.layout), chooser,
    button(words.fit, () => graph.cy.fit(undefined, 30)),
    button("PNG", async () => download("genfilm.png", await graph.png())),
    button("SVG", () => download("genfilm.svg", new Blob([graph.svg()], { type: "image/svg+xml" }))),
    button(words.copy, () => void navigator.clipboard?.writeText(location.href).then(() => (said.textContent = words.copied))),
    actions);
  section.append(box, said, bar);
  section.hidden = false;

  let data: PictureData;
  try {
    data = (await load(focus, form.querySelector<HTMLSelectElement>("#depth")?.value ?? "1")).data;
    for (const iri of expanded) merge(data, (await load(iri, "1")).data);
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
  const graph = new Graph(box, data, { title: document.title, focus, layout, not: words.not, choose, open: (node) => void expand(node), restyled: () => key.replaceWith((key = legend(box, data, lang))) });
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

  async function load(iri: string, depth: string): Promise<Envelope<PictureData>> {
    return ask<Envelope<PictureData>>(address(location.origin, api, { focus: iri, depth, lang }), lang);
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
      const more = (await load(node.iri, "1")).data;
      remember(more);
      const added = graph.add(more, layout ?? "force");
      sift();
      if (added) expanded.add(node.iri);
      keep({ open: [...expanded].join(" ") });
      said.textContent = added ? `${node.label}: ${more.edges.length} ${words.claims}` : `${node.label}: ${words.nothing}`;
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
      el("td", {}, thing(edge.source)), el("td", {}, edge.polarity === "negated" ? el("strong", {}, `${words.not} `) : null, edge.label), el("td", {}, thing(edge.target)),
      el("td", {}, edge.verdict ? el("span", { class: `verdict v-${edge.verdict}` }, edge.verdict_label) : ""), el("td", {}, el("a", { href: edge.html }, edge.claim)), el("td", {}, edge.page));
  }

  function choose(chosen: { node?: PictureNode; edge?: PictureEdge } | null): void {
    actions.replaceChildren();
    if (chosen?.node) {
      const node = chosen.node;
      said.textContent = `${node.label} (${node.class_label}): ${node.degree} ${words.claims}`;
      actions.append(button(words.expand, () => void expand(node)), " ", el("a", { href: node.html }, words.open));
    } else if (chosen?.edge) {
      const edge = chosen.edge;
      const not = edge.polarity === "negated" ? `${words.not} ` : "";
      said.textContent = `${labels.get(edge.source)} — ${not}${edge.label} — ${labels.get(edge.target)}. ${mark(edge.verdict)} ${edge.verdict_label}`;
      actions.append(el("a", { href: edge.html }, `${words.open}: ${edge.claim}`));
    } else said.textContent = words.hint;
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
  const words = WORDS[lang];
  const { verdicts, soft } = colours;
  const rows: [Node, string][] = [
    ...groups.map((group): [Node, string] => [drawn(outline(group, 18, `fill="${colours.groups[group] ?? soft}"`)), names.get(group) ?? group]),
    [line(verdicts.disputed!, 'stroke-width="3" stroke-dasharray="7 4"'), words.disputed],
    [line(verdicts.corroborated!, 'stroke-width="2"'), words.corroborated],
    [line(verdicts.unverified!, 'stroke-width="2" stroke-dasharray="2 4"'), words.unverified],
    [drawn(`<path d="M0 0H32M32 -6V6" stroke="${soft}" stroke-width="2"/>`, true), words.negated],
  ];
  return el("ul", { class: "explore-legend" }, ...rows.map(([picture, text]) => el("li", {}, picture, text)));
}
