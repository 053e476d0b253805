// What a picture of claims is made of, and how each part looks.
import { colour, colours, themeOf } from "./colours";

/** A thing as it is drawn, in one language. */
export interface PictureNode {
  iri: string;
  label: string;
  group: string;
  classLabel: string;
  degree: number;
  html: string;
}

/** A line as it is drawn: `source` and `target` are its ends, `claim` names what it stands for. */
export interface PictureEdge {
  id: string;
  claim: string;
  /** What the claim says, as a sentence. */
  says: string;
  source: string;
  target: string;
  label: string;
  origin: string;
  polarity: string;
  verdict: string | null;
  verdictLabel: string;
  page: string;
  html: string;
}

export interface PictureData {
  nodes: PictureNode[];
  edges: PictureEdge[];
}

type Points = readonly number[];

/** Corners in a square from -1 to 1; none for a circle. The same list draws on the screen and in SVG. */
export const SHAPES: Record<string, Points> = {
  work: [-1, -0.7, 1, -0.7, 1, 0.7, -1, 0.7],
  technology: [-0.5, -1, 0.5, -1, 1, 0, 0.5, 1, -0.5, 1, -1, 0],
  actor: [],
  stage: [-1, -0.7, 0.5, -0.7, 1, 0, 0.5, 0.7, -1, 0.7],
  risk: [0, -1, 1, 0.9, -1, 0.9],
  effect: [0, -1, 1, 0, 0, 1, -1, 0],
  strategy: [-0.4, -1, 0.4, -1, 1, -0.4, 1, 0.4, 0.4, 1, -0.4, 1, -1, 0.4, -1, -0.4],
  document: [-0.8, -1, 0.4, -1, 0.8, -0.6, 0.8, 1, -0.8, 1],
  concept: [0, -1, 1, -0.2, 0.6, 1, -0.6, 1, -1, -0.2],
  other: [],
};

const DASHES: Record<string, number[]> = { disputed: [7, 4], unverified: [2, 4] };

/** The dashes of a verdict's line, none for one that is whole. */
export function dashes(verdict: string | null): number[] | undefined {
  return DASHES[verdict ?? ""];
}

export interface Palette {
  ink: string;
  paper: string;
  soft: string;
  focus: string;
  groups: Record<string, string>;
  verdicts: Record<string, string>;
}

/** The colours that fit where an element stands. */
export function palette(element: Element): Palette {
  const theme = themeOf(element);
  const [ink, paper, soft, focus] = ["ink", "paper", "soft", "link"].map((name) => colour(name, theme)) as [string, string, string, string];
  return { ink, paper, soft, focus, groups: colours("group", theme), verdicts: colours("verdict", theme) };
}

const KINDS: Record<string, string> = {
  film: "work", series: "work", tech: "technology", capability: "technology", use: "technology", actor: "actor", person: "actor", org: "actor",
  stage: "stage", activity: "stage", chain: "stage", industry: "stage", risk: "risk", impact: "effect", obs: "effect", strategy: "strategy",
  measure: "strategy", "business-model": "strategy", doc: "document", event: "document", grant: "document", content: "concept",
};

/** The group of SHAPES that an IRI of ours belongs to, by its path. */
export function groupOf(iri: string): string {
  const match = /^https:\/\/w3id\.org\/genfilm\/(id|concept)\/([^/]+)\//.exec(iri);
  return match?.[1] === "concept" ? "concept" : (KINDS[match?.[2] ?? ""] ?? "other");
}
