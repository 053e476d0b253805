// What the widgets share: where the service is, language and theme, loading, failing, trying again.
import { Failure, type Lang } from "./api";
import { el } from "./dom";
import { SHEET } from "./widget-style";

const WORDS = {
  en: {
    loading: "Loading…", again: "Try again", failed: "This could not be shown", missing: "This widget lacks the attribute",
    from: "GenFilm KG", build: "build", more: "Show more", rows: "rows", shown: "shown", none: "Nothing found.", open: "Open the page",
    verdict: "Verdict", claim: "Claim", page: "p.", stated: "Stated in", speaker: "Said by", kind: "Kind", polarity: "Says", modality: "How", statement: "Statement",
    evidence: "Evidence", reason: "Why", parts: "Parts", noVerdict: "no verdict", paragraph: "paragraph", section: "section", sort: "Sort by",
    picture: "Picture of claims. Arrow keys move from thing to thing, plus and minus zoom, 0 shows all.", disputed: "disputed", corroborated: "corroborated",
    unverified: "unverified", negated: "bar at the end: denied", table: "The same as a table", subject: "Subject", property: "Property", object: "Object", not: "not",
    truncated: "Not everything is shown.", edges: "claims",
  },
  zh: {
    loading: "加载中…", again: "重试", failed: "无法显示", missing: "此组件缺少属性",
    from: "影谱 GenFilm KG", build: "构建", more: "显示更多", rows: "行", shown: "已显示", none: "没有结果。", open: "打开页面",
    verdict: "核查结论", claim: "论断", page: "第", stated: "见于", speaker: "发言者", kind: "类别", polarity: "极性", modality: "语气", statement: "陈述",
    evidence: "证据", reason: "理由", parts: "分论断", noVerdict: "无结论", paragraph: "段", section: "节", sort: "排序：",
    picture: "论断图。方向键在事物间移动，加减号缩放，0显示全图。", disputed: "受质疑", corroborated: "已证实",
    unverified: "未能证实", negated: "端部为横杠：被否定", table: "同一内容的表格", subject: "主语", property: "属性", object: "宾语", not: "并非",
    truncated: "未显示全部内容。", edges: "条论断",
  },
} as const;

export type Word = keyof (typeof WORDS)["en"];

let sheet: CSSStyleSheet | undefined;

/** The style sheet of all widgets, made once. */
function style(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
  }
  return sheet;
}

/** The address of the service: that of the script, which stands at its root. */
export const HOME = home();

function home(): string {
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
    return this.getAttribute("src") || HOME;
  }

  /** Its own attribute, else the nearest one around it, else the browser's first language. */
  get lang2(): Lang {
    const said = this.getAttribute("lang") || this.closest<HTMLElement>("[lang]")?.lang || document.documentElement.lang || navigator.language;
    return said.toLowerCase().startsWith("zh") ? "zh" : "en";
  }

  word(key: Word): string {
    return WORDS[this.lang2][key];
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
    if (!value) throw new Failure(`${this.word("missing")} ${name}`, `<${this.localName} ${name}="${example}">`, false);
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
    this.body.replaceChildren(el("p", { class: "note busy", role: "status" }, this.word("loading")));
    this.foot.replaceChildren();
    try {
      const { content, foot } = await this.show(running.signal);
      if (running.signal.aborted) return;
      this.body.replaceChildren(...content);
      this.foot.replaceChildren(el("a", { href: this.base, target: "_top" }, this.word("from")), ...foot);
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
    const failure = error instanceof Failure ? error : new Failure(this.word("failed"), String(error), true);
    const again = failure.again && el("button", { type: "button", class: "again", onclick: () => this.refresh() }, this.word("again"));
    this.body.replaceChildren(
      el("div", { class: "error", role: "alert" }, el("p", {}, el("strong", {}, failure.title)), failure.detail && el("p", {}, failure.detail), again),
    );
    this.dispatchEvent(new CustomEvent("genfilm-error", { bubbles: true, composed: true, detail: failure.message }));
  }
}
