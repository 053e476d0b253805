// The queries of the editor: one on each tab, and those that ran, kept by the browser for both languages.
import * as words from "messages";
import type { Lang } from "./api";
import { el } from "./dom";
import { tablist } from "./tabs";
import { say } from "./words";

const KEY = "genfilm.queries";
const MOST = 50;

interface Kept {
  texts: string[];
  open: number;
  ran: { text: string; at: string }[];
}

/** Tabs that each hold a text and, once they were looked at, what else the editor shows with it. */
export class QueryTabs<Held> {
  readonly bar = el("div", { class: "editor-queries" });
  readonly history = el("details", { class: "editor-history" });
  private readonly kept: Kept;
  private held: (Held | null)[];

  /** `given` is a text that the address asks for, `first` what an editor without tabs begins with; `swap` shows a text and hands back what it hid. */
  constructor(
    private readonly lang: Lang,
    given: string | null,
    first: string,
    private readonly panel: string,
    private readonly swap: (text: string, held: Held | null) => Held,
  ) {
    this.kept = read() ?? { texts: [], open: 0, ran: [] };
    const { texts } = this.kept;
    if (given !== null || !texts.length) {
      const text = given ?? first;
      const found = texts.indexOf(text);
      this.kept.open = found < 0 ? texts.push(text) - 1 : found;
    }
    this.held = texts.map(() => null);
    this.draw();
    this.drawHistory();
  }

  get text(): string {
    return this.kept.texts[this.kept.open]!;
  }

  set text(text: string) {
    this.kept.texts[this.kept.open] = text;
    this.keep();
  }

  /** A query was run: the latest comes first, and none twice. */
  ran(text: string): void {
    const others = this.kept.ran.filter((each) => each.text !== text);
    this.kept.ran = [{ text, at: new Date().toISOString() }, ...others].slice(0, MOST);
    this.keep();
    this.drawHistory();
  }

  private add(text: string): void {
    this.held.push(null);
    this.go(this.kept.texts.push(text) - 1);
  }

  private close(): void {
    const { open, texts } = this.kept;
    const next = Math.max(0, open - 1);
    texts.splice(open, 1);
    this.held.splice(open, 1);
    if (!texts.length) {
      texts.push("");
      this.held.push(null);
    }
    this.kept.open = next;
    this.swap(this.text, this.held[next]!);
    this.draw();
  }

  private go(index: number): void {
    const before = this.kept.open;
    if (index === before) return;
    this.kept.open = index;
    this.held[before] = this.swap(this.text, this.held[index]!);
    this.draw();
  }

  private draw(): void {
    this.keep();
    const { texts, open } = this.kept;
    const names = texts.map((_, index) => say(words["editor.query_number"], this.lang, { number: index + 1 }));
    const inside = this.bar.contains(document.activeElement);
    const list = tablist(say(words["editor.queries"], this.lang), this.panel, names, open, (index) => this.go(index));
    const action = (key: string, text: string, act: () => void): HTMLElement => el("button", { type: "button", class: "plain", "aria-label": key, title: key, onclick: act }, text);
    this.bar.replaceChildren(list,
      action(say(words["editor.new_query"], this.lang), "+", () => this.add("")),
      action(say(words["editor.close_query"], this.lang, { number: open + 1 }), "×", () => this.close()));
    if (inside) list.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  }

  private drawHistory(): void {
    const { ran } = this.kept;
    this.history.hidden = !ran.length;
    const date = new Intl.DateTimeFormat(this.lang === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short" });
    const rows = ran.map(({ text, at }) =>
      el("li", {}, el("button", { type: "button", onclick: () => this.reopen(text) }, el("code", {}, text.replace(/\s+/g, " ").trim())), el("time", { class: "note", datetime: at }, date.format(new Date(at)))));
    this.history.replaceChildren(el("summary", {}, say(words["editor.history"], this.lang, { count: ran.length })), el("ol", {}, ...rows));
  }

  private reopen(text: string): void {
    const index = this.kept.texts.indexOf(text);
    if (index < 0) this.add(text);
    else this.go(index);
  }

  private keep(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.kept));
    } catch {
      // Storage is closed or full: the tabs last as long as this page.
    }
  }
}

function read(): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Kept | null;
    return kept?.texts.length && kept.open in kept.texts ? kept : null;
  } catch {
    return null;
  }
}
