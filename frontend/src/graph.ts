// Draws a picture of claims in a box and lets it be explored by pointer and keyboard.
import cytoscape, { type Core, type LayoutOptions, type NodeSingular, type StylesheetJson } from "cytoscape";
import fcose from "cytoscape-fcose";
import { palette, SHAPES, type Palette, type PictureData, type PictureEdge, type PictureNode } from "./picture";
import { toSvg } from "./svg";
import { mark } from "./terms";

cytoscape.use(fcose);

export type LayoutName = "force" | "rings" | "tree" | "circle" | "grid";
export type { PictureData, PictureEdge, PictureNode };

export interface GraphOptions {
  title: string;
  focus?: string;
  layout?: LayoutName;
  not: string;
  /** Called when a node or an edge is chosen, or nothing is. */
  choose?: (chosen: { node?: PictureNode; edge?: PictureEdge } | null) => void;
  /** Called when a node is to be opened (double click, Enter). */
  open?: (node: PictureNode) => void;
  /** Called when the colours have changed with the theme. */
  restyled?: () => void;
}

/** More nodes than this are drawn plainly, so that moving about stays fluid. */
const MANY = 400;
/** Successive points turned by this angle (in radians) fill a disc evenly (Vogel 1979). */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const ARROWS: Record<string, [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export class Graph {
  readonly cy: Core;
  private readonly stillness = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");
  private readonly watcher: MutationObserver;
  private colours: Palette;
  private options: GraphOptions;

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
    this.arrange(options.layout ?? (many ? "rings" : "force"));
    this.cy.on("select", (event) => this.tell(event.target));
    this.cy.on("unselect", () => setTimeout(() => this.cy.$(":selected").empty() && options.choose?.(null)));
    this.cy.on("dbltap", "node", (event) => this.open(event.target));
    let width = this.cy.width();
    this.cy.on("resize", () => {
      if (this.cy.width() !== width) this.cy.fit(undefined, 30);
      width = this.cy.width();
    });
    box.addEventListener("keydown", this.key);
    this.darkness.addEventListener("change", this.restyle);
    this.watcher = new MutationObserver(this.restyle);
    this.watcher.observe(document.documentElement, { attributes: true });
  }

  /** Put further nodes and edges into the picture; in a large one they gather around a node known before. */
  add(data: PictureData, layout: LayoutName): number {
    const before = this.cy.elements().length;
    const fresh = this.elements(data).filter((item) => this.cy.getElementById(String(item.data.id)).empty());
    const many = this.cy.nodes().length + fresh.length > MANY;
    if (many) this.place(fresh);
    this.cy.batch(() => this.cy.add(fresh));
    if (this.cy.elements().length > before && !many) this.arrange(layout, false);
    return this.cy.elements().length - before;
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
      item.position = { x: centre.x + radius * Math.cos(number * GOLDEN), y: centre.y + radius * Math.sin(number * GOLDEN) };
    }
  }

  arrange(name: LayoutName, afresh = true): void {
    const many = this.cy.nodes().length > MANY;
    const animate = !many && !this.stillness.matches && !afresh;
    const focus = this.options.focus ? this.cy.getElementById(this.options.focus) : this.cy.collection();
    const shared = { animate, fit: true, padding: 30, nodeDimensionsIncludeLabels: !many };
    const layouts: Record<LayoutName, object> = {
      force: { name: "fcose", ...shared, quality: many ? "draft" : "default", randomize: afresh, nodeRepulsion: 9000, idealEdgeLength: 110, packComponents: true },
      rings: many
        ? { name: "preset", ...shared, positions: this.disc(focus) }
        : { name: "concentric", ...shared, minNodeSpacing: 30, concentric: (node: NodeSingular) => (node.same(focus) ? 1e6 : node.degree(false)), levelWidth: () => 1 },
      tree: { name: "breadthfirst", ...shared, directed: false, roots: focus.nonempty() ? focus : undefined, spacingFactor: 1.1 },
      circle: { name: "circle", ...shared },
      grid: { name: "grid", ...shared, sort: (a: NodeSingular, b: NodeSingular) => String(a.data("group")).localeCompare(String(b.data("group"))) },
    };
    this.cy.layout(layouts[name] as LayoutOptions).run();
  }

  /** Places on a disc: the focus in the middle, then the things with most claims; close together, so that lines stay short. */
  private disc(focus: cytoscape.CollectionReturnValue): Record<string, cytoscape.Position> {
    const ordered = this.cy.nodes().sort((a, b) => Number(b.same(focus)) - Number(a.same(focus)) || b.degree(false) - a.degree(false));
    const places: Record<string, cytoscape.Position> = {};
    ordered.forEach((node, number) => {
      const radius = 50 * Math.sqrt(number);
      places[node.id()] = { x: radius * Math.cos(number * GOLDEN), y: radius * Math.sin(number * GOLDEN) };
    });
    return places;
  }

  /** Show only what `keep` lets through; a node without a shown edge goes too, unless it is the focus. */
  filter(keepNode: (node: PictureNode) => boolean, keepEdge: (edge: PictureEdge) => boolean): void {
    const focus = this.options.focus;
    const kept = new Set<string>();
    this.cy.nodes().forEach((node) => {
      if (node.id() === focus || keepNode(node.data() as PictureNode)) kept.add(node.id());
    });
    const ends = new Set<string>(focus ? [focus] : []);
    this.cy.batch(() => {
      this.cy.edges().forEach((edge) => {
        const { source, target } = edge.data() as PictureEdge;
        const shown = kept.has(source) && kept.has(target) && keepEdge(edge.data() as PictureEdge);
        edge.toggleClass("out", !shown);
        if (shown) ends.add(source).add(target);
      });
      this.cy.nodes().forEach((node) => void node.toggleClass("out", !ends.has(node.id())));
    });
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
    const { ink, paper, soft, focus, groups, verdicts } = this.colours;
    const font = getComputedStyle(this.box).fontFamily || "sans-serif";
    const shapes = Object.entries(SHAPES).map(([group, points]) => ({
      selector: `node[group = "${group}"]`,
      style: {
        "background-color": groups[group] ?? soft,
        ...(points.length ? { shape: "polygon" as const, "shape-polygon-points": points.join(" ") } : { shape: "ellipse" as const }),
      },
    }));
    return [
      {
        selector: "node",
        style: {
          width: "data(size)",
          height: "data(size)",
          label: "data(label)",
          color: ink,
          "font-family": font,
          "font-size": 12,
          "text-valign": "bottom",
          "text-margin-y": 4,
          "text-wrap": "wrap",
          "text-max-width": "130px",
          "text-background-color": paper,
          "text-background-opacity": many ? 0 : 0.75,
          "min-zoomed-font-size": many ? 9 : 6,
        },
      },
      ...shapes,
      {
        selector: "edge",
        style: {
          width: 1.2,
          "curve-style": many ? "haystack" : "bezier",
          "line-color": soft,
          "target-arrow-color": soft,
          "target-arrow-shape": "triangle",
          "arrow-scale": 0.8,
          label: many ? "" : "data(text)",
          "font-family": font,
          "font-size": 9,
          color: soft,
          "text-rotation": "autorotate",
          "text-background-color": paper,
          "text-background-opacity": 0.85,
          "min-zoomed-font-size": 7,
        },
      },
      ...Object.entries(verdicts).map(([verdict, colour]) => ({
        selector: `edge[verdict = "${verdict}"]`,
        style: { "line-color": colour, "target-arrow-color": colour, color: colour },
      })),
      { selector: 'edge[verdict = "disputed"]', style: { "line-style": "dashed", "line-dash-pattern": [7, 4], width: 2.5, "font-weight": "bold", label: "data(text)" } },
      // Dots are dear to draw by the thousand; dashes stay, since disputes must be seen everywhere.
      { selector: 'edge[verdict = "unverified"]', style: { "line-style": many ? "solid" : "dotted" } },
      { selector: 'edge[polarity = "negated"]', style: { "target-arrow-shape": "tee" } },
      { selector: ".out", style: { display: "none" } },
      { selector: "node:selected", style: { "border-width": 4, "border-color": focus, "font-weight": "bold", "z-index": 10 } },
      { selector: "edge:selected", style: { width: 4, "z-index": 10, label: "data(text)" } },
      ...(this.options.focus ? [{ selector: `node[id = "${this.options.focus.replace(/["\\]/g, "")}"]`, style: { "border-width": 3, "border-color": ink } }] : []),
    ];
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
    else if (event.key === "0") this.cy.fit(undefined, 30);
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
