// A REST client by hey-api: ten operations, typed by the description of the service, and errors.
import { client } from "./.made/heyapi/client.gen.js";
import * as service from "./.made/heyapi/sdk.gen.js";

client.setConfig({ baseUrl: process.argv[2] });
const failed: string[] = [];
let tried = 0;

function holds(name: string, right: boolean | undefined): void {
  tried += 1;
  if (!right) failed.push(name);
}

const claims = await service.listClaims({ query: { verdict: ["disputed"], polarity: ["affirmed"], size: 1000 } });
holds("claims", claims.data?.data.every((row) => row.verdict === "disputed" && row.id !== undefined));
const claim = await service.getClaim({ path: { source: "zhang-2026", id: "N16" } });
holds("claim", claim.data?.data.assessment?.verdictLabel.zh === "受质疑");
const citation = await service.cite({ path: { source: "zhang-2026", id: "N16" } });
holds("citation", JSON.stringify(citation.data).includes("10.3969/j.issn.2096-711X"));
const films = await service.listEntities({ query: { class: "gf:Film" } });
holds("entities", (films.data?.data.length ?? 0) >= 9);
const film = await service.getEntity({ path: { kind: "film", slug: "double-world" } });
holds("entity", film.data?.data.label.zh === "征途");
const questions = await service.listQueries();
holds("questions", (questions.data?.data.length ?? 0) > 60);
const advice = await service.strategiesForActor({ query: { actor: "制片公司" } });
holds("question", advice.data?.data.some((row) => row.page === "120"));
const values = await service.listParameterValues({ path: { query: "strategies-for-actor", parameter: "actor" } });
holds("values", values.data?.data.some((each) => each.label.en === "production companies"));
const found = await service.search({ query: { q: "版權", kind: ["claim"] } });
holds("search", found.data?.data.every((hit) => hit.kind === "claim" && hit.claim !== null));
const names = await service.suggest({ query: { q: "liulang" } });
holds("suggest", names.data?.data.some((each) => each.labels.zh.includes("流浪地球")));
const reply = await service.ask({ query: { q: "Which claims are disputed?" } });
holds("ask", reply.data?.data.understood?.id === "disputed-claims");
const picture = await service.graph({ query: { focus: "film:double-world" } });
holds("graph", (picture.data?.data.edges.length ?? 0) > 3);
const wrong = await service.listClaims({ query: { stage: ["nowhere"] } });
holds("problem", wrong.error?.status === 400 && wrong.error.known?.includes("distribution"));

console.log([...failed, `hey-api: ${tried - failed.length} of ${tried} hold`].join("\n"));
process.exitCode = failed.length ? 1 : 0;
