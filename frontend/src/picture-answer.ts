// The answer of /api/graph as a picture in one language.
import type { Lang } from "./api";
import type { Picture } from "./claims";
import type { PictureData } from "./picture";

/** What is drawn of an answer, in the language of the reader. */
export function drawn(answer: Picture, lang: Lang): PictureData {
  return {
    nodes: answer.nodes.map((node) => ({ ...node, label: node.label[lang], classLabel: node.classLabel?.[lang] ?? "" })),
    edges: answer.edges.map(({ iri, id, source, paraphrase, subject, object, predicateLabel, polarity, verdict, verdictLabel, page, html }) => ({
      id: iri,
      claim: `${source}/${id}`,
      says: paraphrase[lang],
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
