// How a picture of claims is drawn on the screen: shapes and colours of things, lines of verdicts.
import type { Core, StylesheetJson } from "cytoscape";
import { dashes, SHAPES, type Palette } from "./picture";

/** The style of a picture in these colours; `many` things are drawn plainly, so that moving about stays fluid. */
export function graphStyle(colours: Palette, font: string, many: boolean, focus: string | undefined, cy: () => Core): StylesheetJson {
  const { ink, paper, soft, groups, verdicts } = colours;
  /** A size that can be read at every zoom. */
  const readable = (size: number) => (): number => Math.max(size, size / cy().zoom());
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
    ...Object.entries(SHAPES).map(([group, points]) => ({
      selector: `node[group = "${group}"]`,
      style: {
        "background-color": groups[group] ?? soft,
        ...(points.length ? { shape: "polygon" as const, "shape-polygon-points": points.join(" ") } : { shape: "ellipse" as const }),
      },
    })),
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
        // Words of lines are for who comes near: at the zoom that shows all, they would hide the picture.
        "min-zoomed-font-size": 11,
      },
    },
    ...(many ? [] : [{ selector: "edge[far]", style: { "curve-style": "unbundled-bezier" as const, "control-point-distances": "data(far)" as never, "control-point-weights": "data(weight)" as never, "edge-distances": "node-position" as const } }]),
    ...Object.entries(verdicts).map(([verdict, colour]) => ({
      selector: `edge[verdict = "${verdict}"]`,
      style: {
        "line-color": colour,
        "target-arrow-color": colour,
        color: colour,
        // Dots are dear to draw by the thousand; the dashes of disputes stay, since these must be seen everywhere.
        ...(dashes(verdict) && (!many || verdict === "disputed") ? { "line-style": "dashed" as const, "line-dash-pattern": dashes(verdict)! } : {}),
      },
    })),
    { selector: 'edge[verdict = "disputed"]', style: { width: 2.5, "font-weight": "bold", label: "data(text)" } },
    { selector: 'edge[polarity = "negated"]', style: { "target-arrow-shape": "tee" } },
    { selector: ".out", style: { display: "none" } },
    { selector: "node.near", style: { "font-size": readable(11) as never, "min-zoomed-font-size": 0, "text-background-opacity": 0.9, "z-index": 9 } },
    { selector: "edge.near", style: { "font-size": readable(10) as never, "min-zoomed-font-size": 0, label: "data(text)", width: 2.5, "z-index": 9 } },
    { selector: "node.folded", style: { "border-width": 5, "border-style": "double", "border-color": ink } },
    { selector: "node:selected", style: { "border-width": 4, "border-color": colours.focus, "font-weight": "bold", "z-index": 10 } },
    { selector: "edge:selected", style: { width: 4, "z-index": 10, label: "data(text)" } },
    ...(focus ? [{ selector: `node[id = "${focus.replace(/["\\]/g, "")}"]`, style: { "border-width": 3, "border-color": ink } }] : []),
  ];
}
