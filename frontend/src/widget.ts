// What the widgets share: where the service is, language and theme, loading, failing, trying again.
import * as words from "messages";
import { Failure, type Lang } from "./api";
import { el } from "./dom";
import { SHEET } from "./widget-style";
import { say, type Message } from "./words";

let sheet: CSSStyleSheet | undefined;

/** The style sheet of all widgets, made once. */
function style(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
  }
  return sheet;
}

let place = found();

/** The address of the service: that of the script, which stands at its root, unless another is set. */
export function home(): string {
  return place;
}

/** Another service for all widgets that have no attribute src. */
export function service(address: string | URL): void {
  place = new URL("./", new URL(address, location.href)).href;
}

function found(): string {
  const own = document.currentScript as HTMLScriptElement | null;
  const script = own?.src ? own : document.querySelector<HTMLScriptElement>('script[src*="widgets.js"]');
  return new URL("./", script?.src ?? location.href).href;
}

export abstract class Widget extends HTMLElement {
  static observedAttributes = ["src", "lang", "theme", "query", "params", "claim", "focus", "depth", "size", "heading"];
  protected readonly root: ShadowRoot;
  private body = el("article");
  private foot = el("footer");
  private running: AbortController | undefined;
  private due = false;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [style()];
    this.root.append(this.body, this.foot);
  }

  connectedCallback(): void {
    this.refresh();
  }

  disconnectedCallback(): void {
    this.running?.abort();
    this.dispose();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before !== after && name !== "theme" && this.isConnected) this.refresh();
  }

  /** The service that is asked. */
  get base(): string {
    return this.getAttribute("src") || home();
  }

  /** Its own attribute, else the nearest one around it, else the browser's first language. */
  get lang2(): Lang {
    const said = this.getAttribute("lang") || this.closest<HTMLElement>("[lang]")?.lang || document.documentElement.lang || navigator.language;
    return said.toLowerCase().startsWith("zh") ? "zh" : "en";
  }

  /** A message in its language. */
  say(message: Message, values?: Record<string, string | number>): string {
    return say(message, this.lang2, values);
  }

  /** What the widget shows; throws Failure. */
  protected abstract show(signal: AbortSignal): Promise<{ content: Node[]; foot: Node[] }>;

  /** Let go of what show made. */
  protected dispose(): void {}

  /** Called when the content stands in the page. */
  protected shown(): void {}

  /** The value of an attribute that the widget cannot do without; throws Failure. */
  protected needed(name: string, example: string): string {
    const value = this.getAttribute(name)?.trim();
    if (!value) throw new Failure(`${this.say(words["widget.missing"])} ${name}`, `<${this.localName} ${name}="${example}">`, false);
    return value;
  }

  /** Ask and show anew, once for all attributes that change together. */
  refresh(): void {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      if (this.isConnected) void this.load();
    });
  }

  private async load(): Promise<void> {
    this.running?.abort();
    this.dispose();
    const running = new AbortController();
    this.running = running;
    this.body.lang = this.foot.lang = this.lang2 === "zh" ? "zh-Hans" : "en";
    this.body.setAttribute("aria-busy", "true");
    this.body.replaceChildren(el("p", { class: "note busy", role: "status" }, this.say(words["widget.loading"])));
    this.foot.replaceChildren();
    try {
      const { content, foot } = await this.show(running.signal);
      if (running.signal.aborted) return;
      this.body.replaceChildren(...content);
      this.foot.replaceChildren(el("a", { href: this.base, target: "_top" }, this.say(words["site.title"])), ...foot);
      this.shown();
      this.dispatchEvent(new CustomEvent("genfilm-load", { bubbles: true, composed: true }));
    } catch (error) {
      if (running.signal.aborted) return;
      this.fail(error);
    } finally {
      if (!running.signal.aborted) this.body.removeAttribute("aria-busy");
    }
  }

  private fail(error: unknown): void {
    const failure = error instanceof Failure ? error : new Failure(this.say(words["widget.failed"]), String(error), true);
    const again = failure.again && el("button", { type: "button", class: "again", onclick: () => this.refresh() }, this.say(words["widget.again"]));
    this.body.replaceChildren(
      el("div", { class: "error", role: "alert" }, el("p", {}, el("strong", {}, failure.title)), failure.detail && el("p", {}, failure.detail), again),
    );
    this.dispatchEvent(new CustomEvent("genfilm-error", { bubbles: true, composed: true, detail: failure.message }));
  }
}
