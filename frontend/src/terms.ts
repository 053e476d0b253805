// IRIs of the project as readers see them: short names, pages, claims.
import type { Lang } from "./api";

export const BASE = "https://w3id.org/genfilm/";

/** `film/double-world` for an IRI of ours, else the IRI without its scheme. */
export function short(iri: string): string {
  return iri.startsWith(BASE) ? iri.slice(BASE.length).replace(/^(id|ns|concept)\//, "") : iri.replace(/^https?:\/\//, "");
}

/** `example-2026/C01` for the IRI of a claim, else null. */
export function claimId(iri: string): string | null {
  const match = /^https:\/\/w3id\.org\/genfilm\/id\/claim\/([^/]+\/[^/]+)$/.exec(iri);
  return match?.[1] ?? null;
}

/** Where the service at `base` shows an IRI: our page for ours, the IRI itself for others. */
export function page(iri: string, base: string, lang: Lang): string {
  const root = base.replace(/\/*$/, "/");
  const claim = claimId(iri);
  if (claim) return `${root}${lang}/claim/${claim}`;
  if (!iri.startsWith(BASE)) return /^https?:/.test(iri) ? iri : "#";
  return `${root}${iri.slice(BASE.length)}?lang=${lang}`;
}

export const VERDICTS = [
  "corroborated",
  "partly-corroborated",
  "disputed",
  "unverified",
  "not-checked",
  "not-checkable",
  "source-only",
] as const;

const MARKS: Record<string, string> = {
  corroborated: "✓",
  "partly-corroborated": "≈",
  disputed: "✗",
  unverified: "?",
  "not-checked": "○",
  "not-checkable": "–",
  "source-only": "¶",
};

/** A sign for a verdict, so that colour is never the only mark. */
export function mark(verdict: string | null): string {
  return (verdict && MARKS[verdict]) || "·";
}

/** `partly-corroborated` for a verdict however it is written: IRI, local name or code. */
export function verdictCode(value: string): string {
  const name = value.slice(Math.max(value.lastIndexOf("/"), value.lastIndexOf(":")) + 1);
  return name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(" ", "-");
}
