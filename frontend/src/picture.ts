// What a picture of claims is made of, as /api/graph gives it, and how each part looks.

export interface PictureNode {
  iri: string;
  label: string;
  group: string;
  class: string;
  class_label: string;
  degree: number;
  html: string;
}

export interface PictureEdge {
  id: string;
  iri: string;
  claim: string;
  source: string;
  target: string;
  property: string;
  label: string;
  origin: string;
  polarity: string;
  modality: string;
  verdict: string | null;
  verdict_label: string;
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

export interface Palette {
  ink: string;
  paper: string;
  soft: string;
  focus: string;
  groups: Record<string, string>;
  verdicts: Record<string, string>;
}

const LIGHT: Palette = {
  ink: "#1d2430",
  paper: "#fdfdfb",
  soft: "#5a6475",
  focus: "#0b5394",
  groups: {
    work: "#0b5394", technology: "#6a3d9a", actor: "#14735a", stage: "#7a5c00", risk: "#a3212b",
    effect: "#b04a12", strategy: "#1f6f86", document: "#5a6475", concept: "#8a3f78", other: "#6d6d6d",
  },
  verdicts: { corroborated: "#1b6e3c", "partly-corroborated": "#8a5a00", disputed: "#b3151f" },
};

const DARK: Palette = {
  ink: "#e6e8ec",
  paper: "#14171c",
  soft: "#a3acba",
  focus: "#8ab8ea",
  groups: {
    work: "#8ab8ea", technology: "#c3a6ee", actor: "#7ccfb0", stage: "#dcbf62", risk: "#f08d92",
    effect: "#f0a878", strategy: "#7cc6dc", document: "#a3acba", concept: "#dd9fcc", other: "#aaaaaa",
  },
  verdicts: { corroborated: "#7ccf9b", "partly-corroborated": "#e0b25c", disputed: "#ff8a90" },
};

/** The colours that fit where an element stands: dark where its text is light. */
export function palette(element: Element): Palette {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
  return red * 0.3 + green * 0.59 + blue * 0.11 > 128 ? DARK : LIGHT;
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
