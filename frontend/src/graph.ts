// Draws a picture of claims in a box and lets it be explored by pointer and keyboard.
import cytoscape, { type Core, type NodeSingular, type StylesheetJson } from "cytoscape";
import fcose from "cytoscape-fcose";
import { bends } from "./bends";
import type { Place, Task } from "./force";
import { disc, GOLDEN, layoutOf, type LayoutName } from "./graph-layouts";
import { graphStyle } from "./graph-style";
import { palette, type Palette, type PictureData, type PictureEdge, type PictureNode } from "./picture";
import { toSvg } from "./svg";
import { mark } from "./terms";

cytoscape.use(fcose);

export type { LayoutName, PictureData, PictureEdge, PictureNode };

export interface GraphOptions {
  title: string;
  focus?: string;
  layout?: LayoutName;
  not: string;
  /** Called when a node or an edge is chosen, or nothing is. */
  choose?: (chosen: { node?: PictureNode; edge?: PictureEdge } | null) => void;
  /** Called when a node is to be opened (double click, Enter). */
  open?: (node: PictureNode) => void;
  /** Called when a node was dragged to another place. */
  moved?: () => void;
  /** The address of the script that lays out large pictures; without one they stand on a disc. */
  worker?: string;
  /** Called when the colours have changed with the theme. */
  restyled?: () => void;
}

/** More nodes than this are drawn plainly, so that moving about stays fluid. */
const MANY = 400;
/** Up to so many nodes lines find their way around them in less than a second. */
const ROUTED = 100;
/** How long a pointer rests on a thing of a large picture before this is named, in milliseconds. */
const REST = 90;
/** How often a picture is widened, so that lines find their way. */
const WIDER = 6;
const ARROWS: Record<string, [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export class Graph {
  readonly cy: Core;
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");
  private readonly watcher: MutationObserver;
  private colours: Palette;
  private options: GraphOptions;
  private readonly moved = new Set<string>();
  private nearby: cytoscape.CollectionReturnValue;
  private waiting = 0;
  private worker: Worker | undefined;

  constructor(
    readonly box: HTMLElement,
    data: PictureData,
    options: GraphOptions,
  ) {
    this.options = options;
    this.colours = palette(box);
    const many = data.nodes.length > MANY;
    this.cy = cytoscape({
      container: box,
      elements: this.elements(data),
      style: this.style(many),
      layout: { name: "preset" },
      minZoom: 0.01,
      maxZoom: 3,
      hideEdgesOnViewport: many,
      hideLabelsOnViewport: many,
      textureOnViewport: false,
      pixelRatio: many ? 1 : "auto",
      boxSelectionEnabled: false,
    });
    this.nearby = this.cy.collection();
    this.arrange(options.layout ?? (many ? "rings" : "force"));
    this.cy.on("select", (event) => this.tell(event.target));
    this.cy.on("unselect", () => setTimeout(() => this.cy.$(":selected").empty() && options.choose?.(null)));
    this.cy.on("dragfree", "node", (event) => {
      this.moved.add((event.target as NodeSingular).id());
      this.bend();
      options.moved?.();
    });
    this.cy.on("mouseover", "node, edge", (event) => this.soon(() => this.near(event.target)));
    this.cy.on("tapstart select", "node, edge", (event) => this.near(event.target));
    this.cy.on("mouseout", () => this.soon(() => this.near(this.cy.$(":selected"))));
    this.cy.on("unselect", () => this.near(this.cy.collection()));
    this.cy.on("dbltap", "node", (event) => this.open(event.target));
    let width = this.cy.width();
    this.cy.on("resize", () => {
      if (this.cy.width() !== width) this.fit();
      width = this.cy.width();
    });
    box.addEventListener("keydown", this.key);
    this.darkness.addEventListener("change", this.restyle);
    this.watcher = new MutationObserver(this.restyle);
    this.watcher.observe(document.documentElement, { attributes: true });
  }

  /** Put further nodes and edges into the picture, around a node known before; in a large one nothing else moves. */
  add(data: PictureData, layout: LayoutName): number {
    const fresh = this.elements(data).filter((item) => this.cy.getElementById(String(item.data.id)).empty());
    if (!fresh.length) return 0;
    const many = this.cy.nodes().length + fresh.length > MANY;
    this.place(fresh);
    this.cy.batch(() => this.cy.add(fresh));
    if (!many) this.arrange(layout, layout !== "force");
    if (!many && layout === "force") this.keepPlaces();
    return fresh.length;
  }

  /** Show other data, as if they were the first. */
  reset(data: PictureData, layout: LayoutName): void {
    this.cy.elements().remove();
    this.cy.add(this.elements(data));
    this.arrange(layout);
  }

  /** Take out all that is not in `data`; what stays keeps its place. */
  reduce(data: PictureData): void {
    const wanted = new Set([...data.nodes.map((node) => node.iri), ...data.edges.map((edge) => edge.id)]);
    this.cy.elements().filter((item) => !wanted.has(item.id())).remove();
    if (this.cy.nodes().length <= MANY) this.keepPlaces();
    this.bend();
  }

  private keepPlaces(): void {
    this.cy.nodes().forEach((node) => void this.moved.add(node.id()));
  }

  /** New nodes stand in rings around the known node that an edge joins them to: nothing else has to move. */
  private place(fresh: cytoscape.ElementDefinition[]): void {
    const joined = new Map<string, string>();
    for (const { source, target } of fresh.map((item) => item.data)) {
      if (!source || !target) continue;
      if (this.cy.getElementById(source).nonempty()) joined.set(target, source);
      if (this.cy.getElementById(target).nonempty()) joined.set(source, target);
    }
    const placed = new Map<string, number>();
    const extent = this.cy.nodes().boundingBox({ includeLabels: false });
    for (const item of fresh) {
      const id = String(item.data.id);
      if (item.group !== "nodes") continue;
      const near = joined.get(id) ?? "";
      const number = placed.get(near) ?? 0;
      placed.set(near, number + 1);
      const centre = near ? this.cy.getElementById(near).position() : { x: extent.x2 + 200, y: extent.y1 };
      const radius = 70 + 22 * Math.sqrt(number);
      this.moved.add(id);
      item.position = { x: centre.x + radius * Math.cos(number * GOLDEN), y: centre.y + radius * Math.sin(number * GOLDEN) };
    }
  }

  /** Lay out all things: `afresh` the same data give the same places, else they move from where they stand. */
  arrange(name: LayoutName, afresh = true): void {
    const nodes = this.cy.nodes();
    const many = nodes.length > MANY;
    const focus = this.options.focus ? this.cy.getElementById(this.options.focus) : this.cy.collection();
    if (afresh) {
      this.moved.clear();
      const places = disc(nodes, focus, many);
      this.cy.batch(() => nodes.positions((node) => places[node.id()]!));
    }
    this.worker?.terminate();
    if (name === "force" && many) this.spread();
    else this.cy.layout(layoutOf(name, nodes, focus, many)).run();
    // Where lines find no way, the things stand further apart.
    for (let time = 0; time < WIDER && !this.bend(); time++) nodes.positions((node) => ({ x: 1.15 * node.position("x"), y: 1.15 * node.position("y") }));
    this.fit();
  }

  /** Lay out a large picture by forces, beside the page; what a reader has moved stays. */
  private spread(): void {
    if (!this.options.worker) return;
    const nodes = this.nodes();
    const numbers = new Map(nodes.map((node, number) => [node.id(), number]));
    const lines = this.cy.edges().map((edge): [number, number] => [numbers.get(edge.data("source"))!, numbers.get(edge.data("target"))!]);
    const worker = (this.worker = new Worker(this.options.worker, { type: "module" }));
    worker.addEventListener("message", ({ data }: MessageEvent<Place[]>) => {
      worker.terminate();
      this.cy.batch(() => nodes.forEach((node, number) => void (this.moved.has(node.id()) || node.position(data[number]!))));
      this.fit();
      this.box.removeAttribute("aria-busy");
    });
    this.box.setAttribute("aria-busy", "true");
    worker.postMessage({ places: nodes.map((node) => ({ ...node.position() })), lines } satisfies Task);
  }

  /** Show the whole picture; of a large one the places count, since measuring thousands of names takes seconds. */
  fit(): void {
    if (this.cy.nodes().length <= MANY) return void this.cy.fit(undefined, 30);
    const { x1, y1, x2, y2 } = this.nodes().reduce((box, node) => {
      const { x, y } = node.position();
      return { x1: Math.min(box.x1, x), y1: Math.min(box.y1, y), x2: Math.max(box.x2, x), y2: Math.max(box.y2, y) };
    }, { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity });
    this.cy.fit({ x1, y1, x2, y2, w: x2 - x1, h: y2 - y1 } as never, 40);
  }

  private nodes(): NodeSingular[] {
    return this.cy.nodes().toArray() as NodeSingular[];
  }

  /** Let every line go around the things that stand between its ends; true when all find a way. */
  private bend(): boolean {
    if (this.cy.nodes().length > ROUTED) return true;
    const discs = this.nodes().filter((node) => !node.hasClass("out")).map((node) => ({ id: node.id(), ...node.position(), radius: 0.55 * Number(node.data("size")) }));
    const lines = this.cy.edges().not(".out").map((edge) => edge.data() as PictureEdge);
    const { found, crossed } = bends(discs, lines);
    this.cy.batch(() => found.forEach((bend, id) => this.cy.getElementById(id).data(bend)));
    return !crossed;
  }

  /** The places that no layout gives: of what was dragged, and of all that moved to make room. */
  places(): Map<string, cytoscape.Position> {
    return new Map(this.nodes().filter((node) => this.moved.has(node.id())).map((node) => [node.id(), node.position()]));
  }

  /** Put things where a reader had them. */
  restore(places: Map<string, cytoscape.Position>): void {
    this.cy.batch(() =>
      places.forEach((place, id) => {
        if (this.cy.getElementById(id).empty()) return;
        this.cy.getElementById(id).position(place);
        this.moved.add(id);
      }));
    this.fit();
    this.bend();
  }

  /**
   * Show only what `keep` lets through, and behind a `folded` node nothing that hangs on it alone; a node without a
   * shown edge goes too, unless it is the focus.
   */
  filter(keepNode: (node: PictureNode) => boolean, keepEdge: (edge: PictureEdge) => boolean, folded: ReadonlySet<string> = new Set()): void {
    const focus = this.options.focus;
    const passes = this.cy.nodes().filter((node) => node.id() === focus || keepNode(node.data() as PictureNode));
    let edges = passes.edgesWith(passes).filter((edge) => keepEdge(edge.data() as PictureEdge));
    const hidden = passes.filter((node) => node.id() !== focus && !folded.has(node.id()) && hangsOn(node as NodeSingular, edges, folded));
    edges = edges.not(hidden.connectedEdges());
    const shown = edges.union(edges.connectedNodes()).union(this.cy.nodes().filter((node) => node.id() === focus));
    this.cy.batch(() => {
      this.cy.elements().forEach((item) => void item.toggleClass("out", !shown.has(item)));
      this.cy.nodes().forEach((node) => void node.toggleClass("folded", folded.has(node.id())));
    });
    this.bend();
  }

  /** Whether nodes hang on this one alone, so that it can be folded. */
  foldable(id: string): boolean {
    const edges = this.cy.edges().not(".out");
    const around = this.cy.getElementById(id).neighborhood().nodes();
    return this.nodes().some((node) => around.has(node) && node.id() !== this.options.focus && hangsOn(node, edges, new Set([id])));
  }

  /** The edges that the filter lets through. */
  shown(): Set<string> {
    return new Set(this.cy.edges().not(".out").map((edge) => edge.id()));
  }

  choose(id: string): void {
    const wanted = this.cy.getElementById(id);
    if (wanted.empty()) return;
    this.cy.$(":selected").unselect();
    wanted.select();
    if (!this.inView(wanted as unknown as NodeSingular)) this.cy.center(wanted);
  }

  /** How the edges shown are drawn, for tests and legends: verdict to line style. */
  svg(): string {
    return toSvg(this.cy, this.colours, this.options.title);
  }

  async png(): Promise<Blob> {
    return this.cy.png({ output: "blob-promise", full: true, scale: 2, bg: this.colours.paper, maxWidth: 6000, maxHeight: 6000 });
  }

  destroy(): void {
    this.worker?.terminate();
    this.watcher.disconnect();
    this.darkness.removeEventListener("change", this.restyle);
    this.box.removeEventListener("keydown", this.key);
    this.cy.destroy();
  }

  private elements(data: PictureData): cytoscape.ElementDefinition[] {
    const here = new Set<string>();
    const nodes = data.nodes.map((node) => {
      here.add(node.iri);
      return { group: "nodes" as const, data: { ...node, id: node.iri, size: 22 + 6 * Math.log2(1 + node.degree) } };
    });
    const edges = data.edges
      .filter((edge) => this.known(edge.source, here) && this.known(edge.target, here))
      .map((edge) => ({
        group: "edges" as const,
        data: { ...edge, text: `${mark(edge.verdict)} ${edge.polarity === "negated" ? `${this.options.not} ` : ""}${edge.label}` },
      }));
    return [...nodes, ...edges];
  }

  private known(iri: string, here: Set<string>): boolean {
    return here.has(iri) || (this.cy !== undefined && this.cy.getElementById(iri).nonempty());
  }

  private readonly restyle = (): void => {
    requestAnimationFrame(() => {
      this.colours = palette(this.box);
      this.cy.style(this.style(this.cy.nodes().length > MANY));
      this.options.restyled?.();
    });
  };

  private style(many: boolean): StylesheetJson {
    const font = getComputedStyle(this.box).fontFamily || "sans-serif";
    return graphStyle(this.colours, font, many, this.options.focus, () => this.cy);
  }

  /** Name what is at hand and what it is joined to, at every zoom. */
  private near(target: cytoscape.CollectionReturnValue): void {
    clearTimeout(this.waiting);
    const next = target.union(target.connectedEdges()).union(target.connectedNodes());
    if (next.same(this.nearby)) return;
    this.cy.batch(() => {
      this.nearby.not(next).removeClass("near");
      next.addClass("near");
    });
    this.nearby = next;
  }

  /** Act when the pointer rests, where the whole picture takes several frames to draw; else at once. */
  private soon(act: () => void): void {
    clearTimeout(this.waiting);
    if (this.cy.nodes().length <= MANY) act();
    else this.waiting = window.setTimeout(act, REST);
  }

  private tell(chosen: cytoscape.SingularElementArgument): void {
    if (chosen.isNode()) this.options.choose?.({ node: chosen.data() as PictureNode });
    else this.options.choose?.({ edge: chosen.data() as PictureEdge });
  }

  private open(node: NodeSingular): void {
    this.options.open?.(node.data() as PictureNode);
  }

  private inView(node: NodeSingular): boolean {
    const at = node.renderedPosition?.() ?? { x: 0, y: 0 };
    return at.x > 20 && at.y > 20 && at.x < this.cy.width() - 20 && at.y < this.cy.height() - 20;
  }

  /** Arrows go to the nearest node that way, Enter opens, + and - zoom, 0 fits, Escape lets go. */
  private readonly key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = ARROWS[event.key];
    const chosen = this.cy.nodes(":selected");
    if (way) this.step(way, chosen);
    else if (event.key === "Enter" && chosen.nonempty()) this.open(chosen[0]!);
    else if (event.key === "+" || event.key === "=") this.zoom(1.25);
    else if (event.key === "-") this.zoom(0.8);
    else if (event.key === "0") this.fit();
    else if (event.key === "Escape" && chosen.nonempty()) chosen.unselect();
    else return;
    event.preventDefault();
  };

  private zoom(factor: number): void {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  private step([dx, dy]: [number, number], chosen: cytoscape.NodeCollection): void {
    const start = chosen.nonempty() ? chosen[0]! : null;
    if (!start) {
      const focus = this.options.focus ? this.cy.getElementById(this.options.focus) : this.cy.collection();
      const first = focus.nonempty() ? focus : this.cy.nodes(":visible").first();
      if (first.nonempty()) this.choose(first.id());
      return;
    }
    const from = start.position();
    let best: NodeSingular | null = null;
    let least = Infinity;
    this.cy.nodes(":visible").forEach((node) => {
      const at = node.position();
      const along = (at.x - from.x) * dx + (at.y - from.y) * dy;
      const aside = Math.abs((at.x - from.x) * dy) + Math.abs((at.y - from.y) * dx);
      if (along > 1 && along + 2 * aside < least) [best, least] = [node, along + 2 * aside];
    });
    if (best) this.choose((best as NodeSingular).id());
  }
}

/** Whether all the edges of a node lead to one other, which is among `folded`. */
function hangsOn(node: NodeSingular, edges: cytoscape.CollectionReturnValue, folded: ReadonlySet<string>): boolean {
  const own = node.connectedEdges().intersection(edges);
  const others = new Set(own.connectedNodes().not(node).map((each) => each.id()));
  return others.size === 1 && folded.has([...others][0]!);
}
