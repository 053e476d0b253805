// Draws the charts of a page from the rows that stand in it.
import "./charts.css";
import { draw, type Payload } from "./chart";
import { download, el } from "./dom";

for (const figure of document.querySelectorAll<HTMLElement>("figure.chart")) void start(figure);

async function start(figure: HTMLElement): Promise<void> {
  const box = figure.querySelector<HTMLElement>(".chart-drawing");
  const text = figure.querySelector('script[type="application/json"]')?.textContent;
  if (!box || !text) return;
  const payload = JSON.parse(text) as Payload;
  box.hidden = false;
  const chart = await draw(box, payload, figure.dataset.lang === "zh" ? "zh" : "en");
  const save = (kind: "svg" | "png") => async (): Promise<void> =>
    download(`genfilm-${payload.name}.${kind}`, await chart[kind]());
  figure.append(
    el("div", { class: "chart-bar" },
      el("button", { type: "button", onclick: save("svg") }, "SVG"),
      el("button", { type: "button", onclick: save("png") }, "PNG")),
  );
  figure.dataset.ready = "true";
}
