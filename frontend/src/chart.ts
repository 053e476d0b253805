// Draws one Vega-Lite specification without evaluating code: the expressions are interpreted.
import { expressionInterpreter } from "vega-interpreter";
import { Error as Faults, logger, parse, View, Warn } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Lang, Row } from "./api";
import { linked } from "./chart-links";
import { colour, colours, themeOf, type Theme } from "./colours";
import { el } from "./dom";
import { verdictCode, VERDICTS } from "./terms";

export interface Payload {
  name: string;
  spec: Record<string, unknown>;
  title: string;
  description: string;
  headings: Record<string, string>;
  /** What the axis or legend of a field shows. */
  axes?: Record<string, string>;
  rows: Row[];
  /** The address of the ledger, where marks list their claims. */
  claims?: string;
}

export interface Drawing {
  svg(): Promise<Blob>;
  png(): Promise<Blob>;
}

interface Channel {
  field?: string;
  title?: string | null;
}

const FONT = 'system-ui, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const ROW = 26;

/** The specification with its data, the headings of its columns as titles, and the look of the page. */
export function complete(payload: Payload, theme: Theme, width = 1000): TopLevelSpec {
  const [ink, soft, line] = ["ink", "soft", "line"].map((name) => colour(name, theme));
  const amounts = [colour("least", theme), colour("most", theme)];
  const spec = JSON.parse(JSON.stringify(payload.spec)) as Record<string, unknown>;
  entitle(spec, payload);
  paintVerdicts(spec, payload.rows, theme);
  const rows = linked(spec, payload);
  return {
    width: "container",
    height: { step: ROW },
    autosize: { type: "fit-x", contains: "padding" },
    background: "transparent",
    ...spec,
    description: `${payload.title}. ${payload.description}`,
    data: { values: rows },
    config: {
      font: FONT,
      view: { stroke: null },
      axis: { labelColor: ink, titleColor: soft, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: Math.min(220, 0.4 * width) },
      // The title of a vertical axis stands above it and is read without turning the head: above its names, or from the line on.
      axisYDiscrete: { titleAngle: 0, titleAlign: "right", titleBaseline: "bottom", titleX: -7, titleY: -6 },
      axisYQuantitative: { titleAngle: 0, titleAlign: "left", titleBaseline: "bottom", titleX: 0, titleY: -6 },
      legend: { labelColor: ink, titleColor: soft, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", orient: "bottom", columns: width < 500 ? 1 : 3, symbolLimit: 30 },
      range: { category: Object.values(colours("series", theme)), heatmap: amounts, ramp: amounts },
      bar: { color: colour("series-1", theme) },
    },
  } as unknown as TopLevelSpec;
}

/** The shape of each verdict's points. */
const SHAPES: Record<string, string> = {
  corroborated: "circle",
  "partly-corroborated": "diamond",
  disputed: "cross",
  unverified: "square",
  "not-checked": "triangle-up",
  "not-checkable": "triangle-down",
  "source-only": "triangle-right",
};

/** Verdicts have the same colour and shape in every chart and every language. */
function paintVerdicts(spec: Record<string, unknown>, rows: Row[], theme: Theme): void {
  const channels = spec.encoding as Record<string, { field?: string; scale?: object }> | undefined;
  const color = channels?.color;
  if (!color?.field || !rows.some((row) => "verdict" in row) || !/name$/i.test(color.field)) return;
  const names = new Map(rows.map((row) => [verdictCode(String(row.verdict)), String(row[color.field!])]));
  const found = VERDICTS.filter((code) => names.has(code));
  const domain = found.map((code) => names.get(code));
  color.scale = { domain, range: found.map((code) => colour(`verdict-${code}`, theme)) };
  const shape = channels?.shape;
  if (shape?.field === color.field) shape.scale = { domain, range: found.map((code) => SHAPES[code]) };
}

/** Titles: what its axis or legend shows, and in the tooltip the heading of the column. */
function entitle(spec: Record<string, unknown>, { axes, headings }: Payload): void {
  const { tooltip = [], ...channels } = (spec.encoding ?? {}) as Record<string, Channel | Channel[]>;
  for (const channel of Object.values(channels).flat()) if (channel.field && channel.title === undefined) channel.title = axes?.[channel.field] ?? headings[channel.field] ?? channel.field;
  for (const channel of [tooltip].flat()) if (channel.field) channel.title ??= headings[channel.field] ?? channel.field;
}

/** Draw in `box`, and again when the theme or the width changes. */
export async function draw(box: HTMLElement, payload: Payload, lang: Lang): Promise<Drawing> {
  const tip = el("div", { class: "chart-tip", role: "tooltip", hidden: true });
  const stage = el("div");
  box.replaceChildren(stage, tip);
  let view: View | undefined;

  async function render(): Promise<void> {
    view?.finalize();
    const spec = complete(payload, themeOf(box), box.clientWidth);
    const compiled = compile(spec as never, { logger: logger(Faults) }).spec;
    view = new View(parse(compiled, undefined, { ast: true }), {
      expr: expressionInterpreter,
      renderer: "svg",
      container: stage,
      hover: true,
      logLevel: Warn,
      tooltip: (_: unknown, event: MouseEvent, __: unknown, value: unknown) => show(tip, event, value, lang),
    } as never);
    await view.runAsync();
    const svg = stage.querySelector("svg");
    svg?.setAttribute("role", "img");
    svg?.setAttribute("aria-label", `${payload.title}. ${payload.description}`);
  }

  await render();
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(box.clientWidth - width) < 8) return;
    width = box.clientWidth;
    void render();
  }).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => void render());
  new MutationObserver(() => void render()).observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
  return {
    svg: async () => new Blob([await view!.toSVG()], { type: "image/svg+xml" }),
    png: async () => {
      const canvas = await view!.toCanvas(2);
      return new Promise((done) => canvas.toBlob((blob) => done(blob!), "image/png"));
    },
  };
}

function show(tip: HTMLElement, event: MouseEvent, value: unknown, lang: Lang): void {
  tip.hidden = !value;
  if (!value) return;
  const pairs = typeof value === "object" ? Object.entries(value as Record<string, unknown>) : [["", value] as const];
  const text = (each: unknown): string => (typeof each === "number" ? each.toLocaleString(lang) : String(each));
  tip.replaceChildren(el("dl", {}, ...pairs.flatMap(([key, each]) => [el("dt", {}, key), el("dd", {}, text(each))])));
  tip.style.left = `${Math.min(event.clientX + 12, innerWidth - 220)}px`;
  tip.style.top = `${event.clientY + 12}px`;
}
