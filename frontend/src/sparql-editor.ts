// The text box of the SPARQL editor: colours, brackets, completion of prefixes, terms and things by their names.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { address, ask, type Envelope, type Lang } from "./api";
import type { Suggestion } from "./claims";

export interface Vocabulary {
  prefixes: Record<string, string>;
  terms: { iri: string; kind: string; label: string }[];
}

const KEYWORDS =
  "SELECT CONSTRUCT ASK DESCRIBE WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH FROM NAMED PREFIX DISTINCT REDUCED GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET EXISTS NOT IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI CONTAINS STRSTARTS STRENDS REGEX REPLACE LCASE UCASE CONCAT SUBSTR STRLEN COALESCE IF YEAR MONTH AS";

/** Prefixed name of an IRI by the longest namespace, or null when its rest is no plain name. */
export function compact(iri: string, prefixes: Record<string, string>): string | null {
  let best: [string, string] | null = null;
  for (const [prefix, namespace] of Object.entries(prefixes))
    if (iri.startsWith(namespace) && namespace.length > (best?.[1].length ?? 0)) best = [prefix, namespace];
  const local = best ? iri.slice(best[1].length) : "";
  return best && /^[\w][\w.-]*$/.test(local) ? `${best[0]}:${local}` : null;
}

/** What may follow at the end of `before`: terms of the ontology, prefixes, keywords, variables of the query. */
export function offline(word: string, text: string, vocabulary: Vocabulary): Completion[] {
  const wanted = word.toLowerCase();
  const terms = vocabulary.terms.flatMap(({ iri, kind, label }): Completion[] => {
    const name = compact(iri, vocabulary.prefixes);
    return name && (name.toLowerCase().includes(wanted) || label.toLowerCase().includes(wanted)) ? [{ label: name, detail: label, type: kind === "class" ? "class" : "property" }] : [];
  });
  if (word.includes(":")) return terms;
  const prefixes = Object.keys(vocabulary.prefixes).filter((prefix) => prefix.startsWith(wanted)).map((prefix): Completion => ({ label: `${prefix}:`, detail: vocabulary.prefixes[prefix]!, type: "namespace" }));
  const keywords = KEYWORDS.split(" ").filter((keyword) => keyword.toLowerCase().startsWith(wanted)).map((keyword): Completion => ({ label: keyword, type: "keyword", boost: 1 }));
  const variables = word.startsWith("?") ? [...new Set(text.match(/\?\w+/g) ?? [])].filter((each) => each !== word).map((each): Completion => ({ label: each, type: "variable" })) : [];
  return [...variables, ...keywords, ...terms, ...prefixes];
}

const LOOK = EditorView.theme({
  "&": { color: "inherit", backgroundColor: "transparent", fontSize: "0.9rem", maxHeight: "30rem" },
  ".cm-scroller": { overflow: "auto", fontFamily: "ui-monospace, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace", lineHeight: "1.55" },
  ".cm-content": { caretColor: "currentColor", minHeight: "16rem" },
  ".cm-cursor": { borderLeftColor: "currentColor" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--link) 7%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--chosen) !important" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "inherit", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8", marginLeft: "0.8em" },
  ".cm-completionIcon": { display: "none" },
});

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--keyword)", fontWeight: "600" },
  { tag: [tags.atom, tags.special(tags.variableName)], color: "var(--link)" },
  { tag: tags.variableName, color: "var(--link)" },
  { tag: tags.string, color: "var(--string)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.number, color: "var(--number)" },
  { tag: tags.bracket, color: "inherit" },
]);

export interface EditorOptions {
  text: string;
  label: string;
  lang: Lang;
  suggest: string;
  run: () => void;
  /** Called with each new text. */
  changed: (text: string) => void;
  vocabulary: () => Promise<Vocabulary>;
}

/** The editor in a shadow tree, where its styles are adopted sheets that a strict CSP lets through; `begin` makes the state for another text. */
export function createEditor(host: HTMLElement, options: EditorOptions): { view: EditorView; begin: (text: string) => EditorState } {
  const root = host.attachShadow({ mode: "open" });
  const box = document.createElement("div");
  root.append(box);

  async function complete(context: CompletionContext): Promise<CompletionResult | null> {
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_-]*:?[\p{L}\p{N}_.-]*/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const vocabulary = await options.vocabulary();
    const found = offline(word.text, context.state.doc.toString(), vocabulary);
    const name = word.text.replace(/^[\w-]*:/, "");
    if (name.length > 1 && !word.text.startsWith("?")) {
      try {
        const answer = await ask<Envelope<Suggestion[]>>(address(location.origin, options.suggest, { q: name, lang: options.lang }), options.lang);
        const known = new Set(found.map((each) => each.label));
        for (const hit of answer.data) {
          const short = compact(hit.iri, vocabulary.prefixes) ?? `<${hit.iri}>`;
          if (!known.has(short)) found.push({ label: short, detail: `${hit.label} · ${hit.kindLabel[options.lang]}`, type: "constant", boost: -1 });
        }
      } catch {
        // completion goes on without the names of things
      }
    }
    // The service has matched by label already, so what is offered is not filtered again by spelling.
    return found.length ? { from: word.from, options: found.slice(0, 60), filter: false } : null;
  }

  const begin = (text: string): EditorState =>
    EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), history(), drawSelection(), highlightActiveLine(), bracketMatching(), closeBrackets(), indentOnInput(),
        StreamLanguage.define(sparql), syntaxHighlighting(COLOURS), LOOK, EditorView.lineWrapping,
        autocompletion({ override: [complete], activateOnTypingDelay: 150 }),
        EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
        EditorView.updateListener.of((update) => update.docChanged && options.changed(update.state.doc.toString())),
        keymap.of([
          { key: "Mod-Enter", run: () => (options.run(), true) },
          // Tab is left to the browser: it leads out of the box (WCAG 2.1.2).
          ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap,
        ]),
      ],
    });
  return { view: new EditorView({ root, parent: box, state: begin(options.text) }), begin };
}

/** Mark the place that an error names; nothing when it names none. */
export function markFault(view: EditorView, message: string | null, line?: number, column?: number): void {
  if (message === null || !line || line > view.state.doc.lines) {
    view.dispatch(setDiagnostics(view.state, []));
    return;
  }
  const start = view.state.doc.line(line);
  const before = [...start.text].slice(0, Math.max(0, (column ?? 1) - 1)).join(""); // the server counts characters, not their halves
  const from = Math.min(start.from + before.length, start.to);
  view.dispatch(setDiagnostics(view.state, [{ from, to: Math.min(from + 1, view.state.doc.length), severity: "error", message }]));
}

