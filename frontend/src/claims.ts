// Written by frontend/claim_types.py from the description of the interface; do not edit.

export type Label = {
  en: string;
  zh: string;
};

export type Node = {
  iri: string | null;
  key?: string;
  label: Label;
  type: "iri" | "string" | "integer" | "decimal" | "boolean" | "date" | "year";
  value?: string | number | boolean;
  language?: string;
};

export type Passage = {
  iri: string;
  section: string;
  paragraph: string;
  page: string;
};

export type WebPage = {
  iri: string;
  title: Label;
  url: string;
  publisher: Label;
  date: string | null;
  accessed: string;
  extent: Label;
  authors: readonly Label[];
};

export type Finding = {
  iri: string;
  stance: "supports" | "contradicts" | "qualifies" | "considers";
  stanceLabel: Label;
  label: Label;
  note: Label | null;
  pages: readonly WebPage[];
  interestedParties: readonly Label[];
};

export type Assessment = {
  iri: string;
  verdict: string;
  verdictLabel: Label;
  reason: Label | null;
  date: string;
  evidence: readonly Finding[];
  grounds: readonly Node[];
  independentSources: number | null;
  correctedBy: readonly Node[];
  correction: Label | null;
};

export type ClaimRef = {
  iri: string;
  id: string;
  paraphrase: Label;
  verdict: string | null;
  verdictLabel: Label | null;
  polarity: string;
  modality: string;
  page: string | null;
  speaker: Label;
};

export type ClaimRow = {
  claim?: string;
  id?: string;
  source?: string;
  origin?: string;
  paraphrase?: string;
  kind?: string;
  subject?: string | null;
  subjectLabel?: string | null;
  predicate?: string | null;
  predicateLabel?: string | null;
  object?: string | number | boolean | null;
  objectLabel?: string | null;
  polarity?: string;
  modality?: string;
  valence?: string;
  speaker?: string;
  page?: string | null;
  verdict?: string | null;
  verdictLabel?: string | null;
  reading?: string | null;
  partOf?: string | null;
  stage?: string | null;
  actor?: string | null;
  technology?: string | null;
};

export type Coding = {
  iri: string;
  type: "reading" | "acceptance";
  person: Node;
  date: string;
  counts: boolean;
  values: {
  polarity?: Node;
  modality?: Node;
  valence?: Node;
  kind?: Node;
  subject?: Node;
  predicate?: Node;
  object?: Node;
};
};

export type Claim = {
  iri: string;
  id: string;
  source: Node;
  paraphrase: Label;
  kind: Node;
  subject: Node | null;
  predicate: Node | null;
  object: Node | null;
  polarity: Node;
  modality: Node;
  valence: Node;
  speaker: Node;
  reportedFrom: Node | null;
  termUsedBySource: string | null;
  passages: readonly Passage[];
  foundIn: readonly WebPage[];
  restsOn: readonly Node[];
  notes: readonly Label[];
  partOf: ClaimRef | null;
  parts: readonly ClaimRef[];
  assessment: Assessment | null;
  related: readonly ClaimRef[];
  reading: Node | null;
  readings: readonly Coding[];
};

export type PictureNode = {
  iri: string;
  label: Label;
  group: "work" | "technology" | "actor" | "stage" | "risk" | "effect" | "strategy" | "document" | "concept" | "other";
  class: string | null;
  classLabel: Label | null;
  degree: number;
  html: string;
};

export type PictureEdge = ClaimRef & {
  source: string;
  subject: string;
  predicate: string;
  predicateLabel: Label;
  object: string;
  html: string;
};

export type Picture = {
  nodes: readonly PictureNode[];
  edges: readonly PictureEdge[];
};

export type FacetValue = {
  key: string;
  label: Label;
  count: number;
  iri: string | null;
  chosen: boolean;
};

export type Suggestion = {
  iri: string;
  name: string;
  label: string;
  labels: Label;
  kind: string;
  kindLabel: Label;
  via: string;
  html: string;
};
