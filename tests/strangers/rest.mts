// A REST client by openapi-typescript and openapi-fetch: ten operations, typed by the description of the service, and errors.
import createClient from "openapi-fetch";
import type { paths } from "./node_modules/.made/api.js";

const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: process.argv[2] });
const failed: string[] = [];
let tried = 0;

function holds(name: string, right: boolean | undefined): void {
  tried += 1;
  if (!right) failed.push(name);
}

const claims = await client.GET("/api/claims", { params: { query: { verdict: ["disputed"], polarity: ["affirmed"], size: 1000 } } });
holds("claims", claims.data?.data.every((row) => row.verdict === "disputed" && row.id !== undefined));
const claim = await client.GET("/api/claims/{source}/{id}", { params: { path: { source: "zhang-2026", id: "N16" } } });
holds("claim", claim.data?.data.assessment?.verdictLabel.zh === "受质疑");
const films = await client.GET("/api/entities", { params: { query: { class: "gf:Film" } } });
holds("entities", (films.data?.data.length ?? 0) >= 9);
const film = await client.GET("/api/entities/{kind}/{slug}", { params: { path: { kind: "film", slug: "double-world" } } });
holds("entity", film.data?.data.label.zh === "征途");
const questions = await client.GET("/api/queries");
holds("questions", (questions.data?.data.length ?? 0) > 60);
const advice = await client.GET("/api/queries/strategies-for-actor", { params: { query: { actor: "制片公司" } } });
holds("question", advice.data?.data.some((row) => row.page === "120"));
const values = await client.GET("/api/queries/{query}/parameters/{parameter}", { params: { path: { query: "strategies-for-actor", parameter: "actor" } } });
holds("values", values.data?.data.some((each) => each.label.en === "production companies"));
const found = await client.GET("/api/search", { params: { query: { q: "版權", kind: ["claim"] } } });
holds("search", found.data?.data.every((hit) => hit.kind === "claim" && hit.claim !== null));
const names = await client.GET("/api/suggest", { params: { query: { q: "liulang" } } });
holds("suggest", names.data?.data.some((each) => each.labels.zh.includes("流浪地球")));
const reply = await client.GET("/api/ask", { params: { query: { q: "Which claims are disputed?" } } });
holds("ask", reply.data?.data.understood?.id === "disputed-claims");
const picture = await client.GET("/api/graph", { params: { query: { focus: "film:double-world" } } });
holds("graph", (picture.data?.data.edges.length ?? 0) > 3);
const wrong = await client.GET("/api/claims", { params: { query: { stage: ["nowhere"] } } });
holds("problem", wrong.error?.status === 400 && wrong.error.known?.includes("distribution"));

console.log([...failed, `openapi-typescript: ${tried - failed.length} of ${tried} hold`].join("\n"));
process.exitCode = failed.length ? 1 : 0;
