// A text box that offers things of the graph while a reader types (the combobox pattern of WAI-ARIA).
import { address, ask, type Envelope, type Lang } from "./api";
import type { Suggestion } from "./claims";
import { el } from "./dom";

const PAUSE = 120;

/** Offer what `/api/suggest` finds below `input`; `take` is called with the thing that is chosen. */
export function suggest(input: HTMLInputElement, url: string, lang: Lang, take: (hit: Suggestion) => void): void {
  const list = el("ul", { class: "suggestions", role: "listbox", id: `${input.id}-hits`, "aria-label": input.labels?.[0]?.textContent ?? "", hidden: true });
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    input.setAttribute(name, value);
  let hits: Suggestion[] = [];
  let at = -1;
  let timer = 0;
  let running: AbortController | undefined;

  const close = (): void => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (hit: Suggestion): void => {
    input.value = hit.label;
    close();
    take(hit);
  };
  const mark = (): void => {
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const item = list.children[at];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }
  };
  const fill = (found: Suggestion[]): void => {
    hits = found;
    at = -1;
    list.replaceChildren(
      ...found.map((hit, index) =>
        el("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", onmousedown: (event) => (event.preventDefault(), choose(hit)) }, hit.label, el("span", {}, " ", hit.kindLabel[lang])),
      ),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    running?.abort();
    const text = input.value.trim();
    if (!text) return close();
    timer = window.setTimeout(async () => {
      running = new AbortController();
      try {
        const answer = await ask<Envelope<Suggestion[]>>(address(location.origin, url, { q: text, lang }), lang, running.signal);
        fill(answer.data);
      } catch {
        close(); // the box still works as a plain field
      }
    }, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      at = at < 0 ? (step > 0 ? 0 : hits.length - 1) : (at + step + hits.length) % hits.length;
      mark();
    } else if (event.key === "Enter" && at >= 0) choose(hits[at]!);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
}
