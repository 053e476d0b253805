// A row of tabs (the tabs pattern of WAI-ARIA): one is chosen, arrow keys lead to the others.
import { el } from "./dom";

/** Buttons for `names`, of which number `chosen` is chosen; `panel` is the id of what they control. */
export function tablist(label: string, panel: string, names: readonly string[], chosen: number, choose: (index: number) => void): HTMLElement {
  const buttons = names.map((name, index) =>
    el("button", { type: "button", role: "tab", "aria-controls": panel, onclick: () => select(index), onkeydown: (event) => move(event as KeyboardEvent, index) }, name));
  function mark(index: number): void {
    buttons.forEach((button, each) => {
      button.setAttribute("aria-selected", String(each === index));
      button.tabIndex = each === index ? 0 : -1;
    });
  }
  function select(index: number): void {
    mark(index);
    choose(index);
  }
  function move(event: KeyboardEvent, index: number): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (index + step + names.length) % names.length;
    buttons[next]!.focus();
    select(next);
  }
  mark(chosen);
  return el("div", { class: "editor-tabs", role: "tablist", "aria-label": label }, ...buttons);
}
