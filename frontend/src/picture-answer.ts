// The answer of /api/graph as a picture in one language.
import type { Lang } from "./api";
import type { PictureData } from "./picture";

type Label = Record<Lang, string>;

/** The picture as /api/graph gives it: names in both languages, edges as claims are pointed to. */
export interface PictureAnswer {
  nodes: { iri: string; label: Label; group: string; class: string | null; classLabel: Label | null; degree: number; html: string }[];
  edges: {
    iri: string;
    id: string;
    source: string;
    subject: string;
    predicate: string;
    predicateLabel: Label;
    object: string;
    polarity: string;
    verdict: string | null;
    verdictLabel: Label | null;
    page: string | null;
    html: string;
  }[];
}

/** What is drawn of an answer, in the language of the reader. */
export function drawn(answer: PictureAnswer, lang: Lang): PictureData {
  return {
    nodes: answer.nodes.map((node) => ({ ...node, label: node.label[lang], classLabel: node.classLabel?.[lang] ?? "" })),
    edges: answer.edges.map(({ iri, id, source, subject, object, predicateLabel, polarity, verdict, verdictLabel, page, html }) => ({
      id: iri,
      claim: `${source}/${id}`,
      source: subject,
      target: object,
      label: predicateLabel[lang],
      origin: source,
      polarity,
      verdict,
      verdictLabel: verdictLabel?.[lang] ?? "",
      page: page ?? "",
      html,
    })),
  };
}
