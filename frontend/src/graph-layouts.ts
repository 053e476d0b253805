// Where the things of a picture stand: the same data give the same places, in a window of any size.
import type { CollectionReturnValue, LayoutOptions, NodeCollection, NodeSingular, Position } from "cytoscape";

export type LayoutName = "force" | "rings" | "tree" | "circle" | "grid";

/** Successive points turned by this angle (in radians) fill a disc evenly (Vogel 1979). */
export const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** The layout of this name for `nodes`; where there are `many`, the disc that they stand on already is their rings. */
export function layoutOf(name: LayoutName, nodes: NodeCollection, focus: CollectionReturnValue, many: boolean): LayoutOptions {
  const side = 120 * Math.sqrt(nodes.length);
  const shared = { animate: false, fit: false, nodeDimensionsIncludeLabels: !many, boundingBox: { x1: 0, y1: 0, w: 1.5 * side, h: side } };
  const layouts: Record<LayoutName, object> = {
    force: { name: "fcose", ...shared, quality: "default", randomize: false, nodeRepulsion: 30000, idealEdgeLength: 170, packComponents: true },
    rings: many
      ? { name: "preset", ...shared }
      : { name: "concentric", ...shared, minNodeSpacing: 30, concentric: (node: NodeSingular) => (node.same(focus) ? 1e6 : node.degree(false)), levelWidth: () => 1 },
    tree: { name: "breadthfirst", ...shared, directed: false, roots: focus.nonempty() ? focus : undefined, spacingFactor: 1.1 },
    circle: { name: "circle", ...shared },
    grid: { name: "grid", ...shared, sort: (a: NodeSingular, b: NodeSingular) => String(a.data("group")).localeCompare(String(b.data("group"))) },
  };
  return layouts[name] as LayoutOptions;
}

/** Places on a disc: the focus in the middle, then the things with most claims; many stand close together, so that lines stay short. */
export function disc(nodes: NodeCollection, focus: CollectionReturnValue, many: boolean): Record<string, Position> {
  const ordered = nodes.sort((a, b) => Number(b.same(focus)) - Number(a.same(focus)) || b.degree(false) - a.degree(false) || (a.id() < b.id() ? -1 : 1));
  const places: Record<string, Position> = {};
  ordered.forEach((node, number) => {
    const radius = (many ? 50 : 110) * Math.sqrt(number);
    places[node.id()] = { x: (many ? 1 : 1.5) * radius * Math.cos(number * GOLDEN), y: radius * Math.sin(number * GOLDEN) };
  });
  return places;
}
