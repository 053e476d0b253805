// Comunica against a SPARQL endpoint and the documents of the service: every form of query, given and found sources, errors.
import { QueryEngine } from "@comunica/query-sparql";

const [base] = process.argv.slice(2);
const engine = new QueryEngine();
const GF = "PREFIX gf: <https://w3id.org/genfilm/ns/> PREFIX film: <https://w3id.org/genfilm/id/film/> ";
const FILMS = `${GF} SELECT ?film { ?film a gf:Film }`;
const failed = [];
let tried = 0;

async function holds(name, get, wanted) {
  tried += 1;
  try {
    const got = await get();
    if (got !== wanted) failed.push(`${name}: ${got}, right is ${wanted}`);
  } catch (error) {
    failed.push(`${name}: ${String(error).slice(0, 300)}`);
  }
}

const rows = async (query, sources, more = {}) =>
  (await (await engine.queryBindings(query, { sources, ...more })).toArray()).length;
const many = async (query, sources, more) => (await rows(query, sources, more)) >= 9;

for (const [kind, sources, more] of [
  ["named", [{ type: "sparql", value: `${base}/sparql` }]],
  ["found", [`${base}/sparql`]],
  ["with GET", [{ type: "sparql", value: `${base}/sparql` }], { httpRetryCount: 0, forceGetIfUrlLengthBelow: 4000 }],
]) {
  await holds(`SELECT ${kind}`, () => many(FILMS, sources, more), true);
  await holds(`ASK ${kind}`, () => engine.queryBoolean(`${GF} ASK { film:double-world a gf:Film }`, { sources, ...more }), true);
  await holds(`CONSTRUCT ${kind}`, async () => (await (await engine.queryQuads(`${GF} CONSTRUCT { ?f a gf:Film } { ?f a gf:Film }`, { sources, ...more })).toArray()).length >= 9, true);
  await holds(`DESCRIBE ${kind}`, async () => (await (await engine.queryQuads(`${GF} DESCRIBE film:double-world`, { sources, ...more })).toArray()).length > 5, true);
  await holds(`a join ${kind}`, async () => (await rows(`${GF} SELECT ?label { film:double-world a ?class . ?class <http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER(LANG(?label) = "zh") }`, sources, more)) >= 2, true);
  await holds(`COUNT ${kind}`, async () => {
    const [row] = await (await engine.queryBindings(`${GF} SELECT (COUNT(*) AS ?n) { ?film a gf:Film }`, { sources, ...more })).toArray();
    return Number(row.get("n").value) >= 9;
  }, true);
}
for (const path of ["/id/film/double-world", "/id/film/double-world.jsonld", "/id/film/double-world.ttl", "/id/film/double-world.rdf"])
  await holds(`document ${path}`, () => rows(`${GF} SELECT * { film:double-world a gf:Film }`, [base + path]), 1);
await holds("the whole ontology", () => rows(`PREFIX owl: <http://www.w3.org/2002/07/owl#> ${GF} SELECT * { gf:Film a owl:Class }`, [`${base}/ontology`]), 1);
await holds("two sources", () => rows(`${GF} SELECT * { film:double-world a gf:Film . gf:Film a ?x }`, [{ type: "sparql", value: `${base}/sparql` }, `${base}/ns/Film`]).then((n) => n > 0), true);
await holds("a wrong function", () => rows("SELECT (<urn:none>(1) AS ?x) {}", [{ type: "sparql", value: `${base}/sparql` }]).then(() => "an answer", (error) => /function|urn:none|400/i.test(String(error)) || String(error)), true);
console.log([...failed, `Comunica: ${tried - failed.length} of ${tried} hold`].join("\n"));
process.exitCode = failed.length ? 1 : 0;
