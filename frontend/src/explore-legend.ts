// The legend of the explore page: what each shape, colour, line and ring of the picture means.
import * as words from "messages";
import type { Lang } from "./api";
import { el } from "./dom";
import { dashes, palette, type PictureData } from "./picture";
import { outline } from "./svg";
import { mark, VERDICTS } from "./terms";
import { say } from "./words";

/** A row for each kind and verdict among the data, named as the filters name them, and for all other marks. */
export function legend(box: HTMLElement, data: PictureData, form: HTMLFormElement, lang: Lang): HTMLElement {
  const { groups, verdicts, soft, ink, focus } = palette(box);
  const named = (facet: string): Map<string, string> =>
    new Map([...form.querySelectorAll<HTMLInputElement>(`input[name="${facet}"]`)].map((input) => [input.value, input.nextElementSibling?.textContent?.trim() ?? input.value]));
  const picture = (inner: string, line = false): Node => {
    const made = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${line ? "0 -8 36 16" : "-11 -11 22 22"}" aria-hidden="true">${inner}</svg>`, "image/svg+xml").documentElement;
    if (line) made.setAttribute("class", "line");
    return document.importNode(made, true);
  };
  const line = (colour: string, rest: string): Node => picture(`<path d="M0 0H34" stroke="${colour}" ${rest}/>`, true);
  const ring = (colour: string, inner: string): Node => picture(`${outline("actor", 14, `fill="${soft}"`)}<circle r="9" fill="none" stroke="${colour}" stroke-width="2"/>${inner}`);
  const kinds = named("kind");
  const lines = new Map(data.edges.map((edge) => [edge.verdict ?? "none", edge.verdictLabel]));
  const rows: [Node, string][] = [
    ...[...new Set(data.nodes.map((node) => node.group))].sort().map((group): [Node, string] => [picture(outline(group, 18, `fill="${groups[group] ?? soft}"`)), kinds.get(group) ?? group]),
    ...VERDICTS.filter((each) => lines.has(each)).map((each): [Node, string] => [
      line(verdicts[each] ?? soft, `stroke-width="${each === "disputed" ? 3 : 2}"${dashes(each) ? ` stroke-dasharray="${dashes(each)!.join(" ")}"` : ""}`),
      `${mark(each)} ${lines.get(each)}`,
    ]),
    ...(lines.has("none") ? [[line(soft, 'stroke-width="2"'), `${mark(null)} ${say(words["verdict.none"], lang)}`] as [Node, string]] : []),
    [picture(`<path d="M0 0H26" stroke="${soft}" stroke-width="2"/><path d="M24 -6L34 0L24 6z" fill="${soft}"/>`, true), say(words["explore.arrow"], lang)],
    [picture(`<path d="M0 0H32M32 -6V6" stroke="${soft}" stroke-width="2"/>`, true), say(words["explore.negated"], lang)],
    [picture(`<circle cx="-6" r="3" fill="${soft}"/><circle cx="4" r="7" fill="${soft}"/>`), say(words["explore.size"], lang)],
    [ring(ink, ""), say(words["explore.start"], lang)],
    [ring(focus, ""), say(words["explore.selected"], lang)],
    [ring(ink, `<circle r="6" fill="none" stroke="${ink}" stroke-width="1.5"/>`), say(words["explore.folded"], lang)],
  ];
  return el("ul", { class: "explore-legend", "aria-label": say(words["explore.legend"], lang) }, ...rows.map(([drawing, text]) => el("li", {}, drawing, text)));
}
