// The widgets for pages of others: <genfilm-table>, <genfilm-claim>, <genfilm-graph>.
import * as words from "messages";
import { address, ask, Failure, type Envelope, type Row, type Value } from "./api";
import { el } from "./dom";
import type { Graph, PictureData, PictureEdge } from "./graph";
import type { Claim, FacetValue, Picture } from "./claims";
import { drawn } from "./picture-answer";
import { readParameters, shownColumns, sorted, type Shown } from "./table-rows";
import { claimId, mark, page, short, verdictCode } from "./terms";
import { home, Widget } from "./widget";

declare const GRAPH_SCRIPT: string;

const STEP = 20;

/** The answer to a question of the catalogue. Attributes: query, params, heading, size. */
class TableWidget extends Widget {
  private codes = new Map<string, string>();

  protected async show(signal: AbortSignal): Promise<{ content: Node[]; foot: Node[] }> {
    const lang = this.lang2;
    const query = this.needed("query", "disputed-claims");
    let parameters: Record<string, string>;
    try {
      parameters = readParameters(this.getAttribute("params"));
    } catch (error) {
      throw new Failure(`params: ${(error as Error).message}`, `params='{"actor": "actor:creators"}' · params="actor=actor:creators"`, false);
    }
    const url = address(this.base, `api/queries/${encodeURIComponent(query)}`, { size: "500", lang, ...parameters });
    const answer = await ask<Envelope<Row[]>>(url, lang, signal);
    const heading = this.getAttribute("heading") ?? title(answer.meta, lang) ?? query;
    if (answer.columns?.some(({ name, type }) => /^verdict$/i.test(name) && type !== "iri")) this.codes = await this.verdicts(signal);
    return {
      content: [this.table(answer, heading)],
      foot: [...links(answer, ["html", "csv", "sparql"]), ...build(answer, this.say(words["noun.build"]))],
    };
  }

  /** The codes of the verdicts by their names in the language of the widget, as the graph has them. */
  private async verdicts(signal: AbortSignal): Promise<Map<string, string>> {
    const url = address(this.base, "api/claims", { size: "1", fields: "id" });
    const { meta } = await ask<Envelope<Row[]>>(url, this.lang2, signal);
    const { verdict } = meta.facets as { verdict: FacetValue[] };
    return new Map(verdict.map(({ key, label }) => [label[this.lang2], key]));
  }

  private table(answer: Envelope<Row[]>, heading: string): Node {
    const lang = this.lang2;
    const columns = shownColumns(answer.columns ?? Object.keys(answer.data[0] ?? {}).map((name) => ({ name, type: "string" as const })));
    let rows = answer.data;
    let most = Number(this.getAttribute("size")) || STEP;
    const body = el("tbody");
    const note = el("p", { class: "note", role: "status" });
    const more = el("button", { type: "button", class: "more", onclick: () => ((most += STEP), fill()) }, this.say(words["widget.more"]));
    const fill = (): void => {
      body.replaceChildren(
        ...rows.slice(0, most).map((row) => el("tr", {}, ...columns.map((shown) => this.cell(row, shown)))),
      );
      if (rows.length === 0) body.append(el("tr", {}, el("td", { colspan: columns.length }, this.say(words["answer.none"]))));
      const total = Number(answer.meta.total ?? rows.length);
      const message = most < total ? words["answer.rows_shown"] : words["answer.rows"];
      note.textContent = this.say(message, { count: total, shown: Math.min(most, rows.length) });
      more.hidden = most >= rows.length;
    };
    const heads = columns.map(({ column }) => {
      const head = el("th", { scope: "col" });
      const sort = (): void => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        rows = sorted(answer.data, column.name, down, lang);
        fill();
      };
      head.append(el("button", { type: "button", onclick: sort }, column.label?.[lang] ?? column.name));
      return head;
    });
    fill();
    const id = "heading";
    return el(
      "div",
      {},
      el("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": id },
        el("table", {}, el("caption", { id }, heading), el("thead", {}, el("tr", {}, ...heads)), body)),
      note,
      more,
    );
  }

  private cell(row: Row, { column, link }: Shown): Node {
    const value = row[column.name] ?? null;
    if (value === null) return el("td", {}, "");
    if (/verdict/i.test(column.name)) {
      const code = this.codes.get(String(value)) ?? verdictCode(String(link ? row[link] : value));
      return el("td", {}, verdict(code, column.type === "iri" ? short(String(value)) : String(value)));
    }
    const target = link ? row[link] : column.type === "iri" || isIri(value) ? value : null;
    if (typeof target === "string" && isIri(target)) {
      const text = target === value ? (claimId(target) ?? short(target)) : String(value);
      return el("td", {}, el("a", { href: page(target, this.base, this.lang2), target: "_top" }, text));
    }
    return el("td", { class: typeof value === "number" ? "number" : null }, typeof value === "number" ? value.toLocaleString(this.lang2) : String(value));
  }
}

/** One claim with its page, its verdict and the evidence. Attribute: claim. */
class ClaimWidget extends Widget {
  protected async show(signal: AbortSignal): Promise<{ content: Node[]; foot: Node[] }> {
    const wanted = this.needed("claim", "example-2026/C01");
    const id = claimId(wanted) ?? wanted;
    const url = address(this.base, `api/claims/${id.split("/").map(encodeURIComponent).join("/")}`, { lang: this.lang2 });
    const answer = await ask<Envelope<Claim>>(url, this.lang2, signal);
    return { content: this.claim(answer.data), foot: [...links(answer, ["html", "ttl", "bibtex"]), ...build(answer, this.say(words["noun.build"]))] };
  }

  private claim(claim: Claim): Node[] {
    const assessment = claim.assessment;
    const facts: [string, Node | string | null][] = [
      [this.say(words["field.verdict"]), this.verdict(claim)],
      [this.say(words["field.statement"]), this.triple(claim)],
      [this.say(words["field.polarity"]), this.text(claim.polarity)],
      [this.say(words["field.modality"]), this.text(claim.modality)],
      [this.say(words["field.speaker"]), this.text(claim.speaker)],
      [this.say(words["embed.from_source"]), this.places(claim)],
      [this.say(words["field.reason"]), this.text(assessment?.reason)],
    ];
    const list = el("dl");
    for (const [term, value] of facts) if (value) list.append(el("dt", {}, term), el("dd", {}, value));
    const evidence = assessment?.evidence ?? [];
    return [
      el("h3", {}, `${this.say(words["field.claim"])} ${claimId(claim.iri) ?? claim.id}`),
      el("p", { class: "plain" }, this.text(claim.paraphrase)),
      list,
      ...(evidence.length
        ? [
            el("h4", {}, this.say(words["field.evidence"])),
            el("ul", { class: "evidence" }, ...evidence.map((finding) =>
              el("li", {}, finding.stance ? el("strong", {}, `${this.text(finding.stanceLabel ?? finding.stance)} `) : null, this.text(finding.label),
                ...(finding.pages ?? []).flatMap((each, number) => [
                  number ? "; " : " ",
                  each.url && /^https?:/.test(each.url)
                    ? el("a", { href: each.url, rel: "noopener noreferrer", target: "_top" }, this.text(each.title) || this.text(each.publisher) || each.url)
                    : this.text(each.title),
                  each.date ? ` (${each.date})` : "",
                ])))),
          ]
        : []),
    ];
  }

  private verdict(claim: Claim): Node | string {
    const said = claim.assessment?.verdict;
    if (!said) return this.say(words["verdict.none"]);
    return verdict(verdictCode(said), this.text(claim.assessment?.verdictLabel ?? said));
  }

  private triple(claim: Claim): string | null {
    if (!claim.subject || !claim.predicate) return null;
    return [claim.subject, claim.predicate, claim.object].map((part) => this.text(part)).filter(Boolean).join(" — ");
  }

  private places(claim: Claim): string | null {
    const source = this.text(claim.source);
    const places = (claim.passages ?? []).map((each) =>
      [each.section && `§ ${each.section}`, each.paragraph && `¶ ${each.paragraph}`, each.page && this.say(words["claim.page"], { page: each.page })].filter(Boolean).join(" "),
    );
    return [source, [...new Set(places)].join("; ")].filter(Boolean).join(", ") || null;
  }

  /** A text, a text in each language, or a thing with a label. */
  private text(value: unknown): string {
    if (value === null || value === undefined) return "";
    if (typeof value !== "object") return String(value);
    const each = value as Record<string, unknown>;
    if ("label" in each && each.label) return this.text(each.label);
    if ("value" in each && each.value !== null) return String(each.value);
    if (this.lang2 in each || "en" in each || "zh" in each) return String(each[this.lang2] ?? each.en ?? each.zh ?? "");
    return typeof each.iri === "string" ? short(each.iri) : "";
  }
}

/** The claims around a thing, as a picture and as a table. Attributes: focus, depth. */
class GraphWidget extends Widget {
  private graph: Graph | undefined;
  private draw: (() => void) | undefined;

  protected async show(signal: AbortSignal): Promise<{ content: Node[]; foot: Node[] }> {
    const focus = this.needed("focus", "film:double-world");
    const url = address(this.base, "api/graph", { focus, depth: this.getAttribute("depth") ?? "1", lang: this.lang2 });
    const script = new URL(`static/dist/${GRAPH_SCRIPT}`, home()).href;
    const failed = (): never => {
      throw new Failure(this.say(words["widget.failed"]), script, true);
    };
    const [answer, library] = await Promise.all([
      ask<Envelope<Picture>>(url, this.lang2, signal),
      (import(script) as Promise<typeof import("./graph")>).catch(failed),
    ]);
    const picture = drawn(answer.data, this.lang2);
    const { nodes, edges } = picture;
    const label = nodes.find((node) => node.iri === answer.meta.focus)?.label ?? focus;
    const heading = this.getAttribute("heading") ?? label; // an empty one: the page has its own
    const said = el("p", { class: "note", role: "status" }, this.say(words["claims.count"], { count: edges.length }));
    const box = el("div", { class: "picture", tabindex: 0, role: "application", "aria-label": `${heading || label}. ${this.say(words["widget.picture"])}` });
    this.draw = () => {
      this.graph = new library.Graph(box, picture, {
        title: heading || label,
        focus: String(answer.meta.focus ?? ""),
        not: this.say(words["explore.not"]),
        choose: (chosen) => {
          said.textContent = chosen?.node
            ? `${chosen.node.label} (${chosen.node.classLabel}), ${this.say(words["claims.count"], { count: chosen.node.degree })}`
            : chosen?.edge
              ? sentence(chosen.edge, nodes, this.say(words["explore.not"]))
              : this.say(words["claims.count"], { count: edges.length });
        },
        open: (node) => this.setAttribute("focus", node.iri),
      });
    };
    const sample = (kind: string, text: string): Node => el("span", {}, el("i", { class: kind, "aria-hidden": "true" }), ` ${text}`);
    return {
      content: [
        ...(heading ? [el("h3", {}, heading)] : []),
        box,
        said,
        el("p", { class: "legend note" }, sample("dash", `✗ ${this.say(words["widget.disputed"])}`), sample("solid", `✓ ${this.say(words["widget.corroborated"])}`), sample("dots", `? ${this.say(words["widget.unverified"])}`), el("span", {}, `⊣ ${this.say(words["widget.negated"])}`)),
        el("details", {}, el("summary", {}, this.say(words["widget.table"])), this.table(edges, nodes)),
      ],
      foot: [...links(answer, ["html", "csv"]), ...build(answer, this.say(words["noun.build"]))],
    };
  }

  protected override shown(): void {
    this.draw?.();
  }

  protected override dispose(): void {
    this.graph?.destroy();
    this.graph = this.draw = undefined;
  }

  private table(edges: PictureEdge[], nodes: PictureData["nodes"]): Node {
    const labels = new Map(nodes.map((node) => [node.iri, node.label]));
    const heads = [words["field.subject"], words["field.property"], words["field.object"], words["field.verdict"], words["field.claim"]].map((name) => el("th", { scope: "col" }, this.say(name)));
    return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": this.say(words["widget.table"]) },
      el("table", {}, el("thead", {}, el("tr", {}, ...heads)),
        el("tbody", {}, ...edges.map((edge) =>
          el("tr", {},
            el("td", {}, labels.get(edge.source) ?? short(edge.source)),
            el("td", {}, `${edge.polarity === "negated" ? `${this.say(words["explore.not"])} ` : ""}${edge.label}`),
            el("td", {}, labels.get(edge.target) ?? short(edge.target)),
            el("td", {}, edge.verdict ? verdict(edge.verdict, edge.verdictLabel) : this.say(words["verdict.none"])),
            el("td", {}, el("a", { href: page(edge.id, this.base, this.lang2), target: "_top" }, edge.says)))))));
  }
}

function sentence(edge: PictureEdge, nodes: PictureData["nodes"], not: string): string {
  const name = (iri: string): string => nodes.find((node) => node.iri === iri)?.label ?? short(iri);
  const denied = edge.polarity === "negated" ? `${not} ` : "";
  return `${name(edge.source)} — ${denied}${edge.label} — ${name(edge.target)} (${mark(edge.verdict)} ${edge.verdictLabel || edge.claim})`;
}

function verdict(code: string, label: string): Node {
  return el("span", { class: `verdict v-${code}` }, `${mark(code)} ${label}`);
}

function isIri(value: Value | undefined): value is string {
  return typeof value === "string" && /^https?:\/\/[^\s]+$/.test(value);
}

function title(meta: Envelope<unknown>["meta"], lang: string): string | undefined {
  const said = (meta.summary ?? meta.title) as string | Record<string, string> | undefined;
  return typeof said === "object" ? said[lang] : said;
}

const NAMES: Record<string, string> = { html: "↗", csv: "CSV", sparql: "SPARQL", ttl: "Turtle", bibtex: "BibTeX" };

function links(answer: Envelope<unknown>, wanted: string[]): Node[] {
  return wanted.flatMap((name) => {
    const href = answer.links[name];
    return href ? [el("a", { href, target: "_top", "aria-label": name === "html" ? "GenFilm KG" : null }, NAMES[name] ?? name)] : [];
  });
}

function build(answer: Envelope<unknown>, word: string): Node[] {
  return answer.meta.build ? [el("span", {}, `${word} ${answer.meta.build} · CC BY 4.0`)] : [];
}

for (const [name, widget] of [["genfilm-table", TableWidget], ["genfilm-claim", ClaimWidget], ["genfilm-graph", GraphWidget]] as const)
  if (!customElements.get(name)) customElements.define(name, widget);
