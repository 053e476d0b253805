// A picture of claims as an SVG document: what the screen shows, as lines, shapes and text.
import type { Core } from "cytoscape";
import { dashes, SHAPES, type Palette } from "./picture";
import { mark } from "./terms";

const MARGIN = 90;

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const number = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

/** The outline of a node of a group, about the origin. */
export function outline(group: string, size: number, paint: string): string {
  const points = SHAPES[group] ?? [];
  const half = size / 2;
  if (points.length === 0) return `<circle r="${number(half)}" ${paint}/>`;
  const pairs = points.map((value, index) => number(value * half) + (index % 2 ? " " : ",")).join("");
  return `<polygon points="${pairs.trim()}" ${paint}/>`;
}

/** The whole picture; `title` is its heading for who cannot see it. */
export function toSvg(cy: Core, colours: Palette, title: string): string {
  const box = cy.elements(":visible").boundingBox({ includeLabels: false });
  const [x, y] = [box.x1 - MARGIN, box.y1 - MARGIN / 2];
  const [width, height] = [box.w + 2 * MARGIN, box.h + MARGIN * 1.5];
  const parts: string[] = [];
  cy.edges(":visible").forEach((edge) => {
    const [from, to, middle] = [edge.sourceEndpoint(), edge.targetEndpoint(), edge.midpoint()];
    const verdict = edge.data("verdict") as string | null;
    const colour = colours.verdicts[verdict ?? ""] ?? colours.soft;
    const dash = dashes(verdict) ? ` stroke-dasharray="${dashes(verdict)!.join(" ")}"` : "";
    // A quadratic curve through the middle of the edge.
    const [cx, cy_] = [2 * middle.x - (from.x + to.x) / 2, 2 * middle.y - (from.y + to.y) / 2];
    parts.push(
      `<path d="M${number(from.x)} ${number(from.y)}Q${number(cx)} ${number(cy_)} ${number(to.x)} ${number(to.y)}" fill="none" stroke="${colour}" stroke-width="${verdict === "disputed" ? 2.5 : 1.2}"${dash} marker-end="url(#${edge.data("polarity") === "negated" ? "bar" : "arrow"})"/>`,
      `<text x="${number(middle.x)}" y="${number(middle.y - 3)}" font-size="9" fill="${colour}">${escape(`${mark(verdict)} ${edge.data("label")}`)}</text>`,
    );
  });
  cy.nodes(":visible").forEach((node) => {
    const at = node.position();
    const group = String(node.data("group"));
    const paint = `fill="${colours.groups[group] ?? colours.soft}"`;
    parts.push(
      `<g transform="translate(${number(at.x)} ${number(at.y)})">${outline(group, node.width(), paint)}<text y="${number(node.height() / 2 + 13)}" font-size="12" fill="${colours.ink}">${escape(String(node.data("label")))}</text></g>`,
    );
  });
  const font = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[x, y, width, height].map(number).join(" ")}" width="${number(width)}" height="${number(height)}" font-family="${font}" text-anchor="middle" role="img"><title>${escape(title)}</title>` +
    `<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colours.soft}"/></marker><marker id="bar" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto"><path d="M8 0V10" stroke="${colours.soft}" stroke-width="3"/></marker></defs>` +
    `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${colours.paper}"/>${parts.join("")}</svg>`
  );
}
