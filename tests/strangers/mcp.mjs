// The official TypeScript SDK of the Model Context Protocol against /mcp: each wrong call gives an error that is read.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const WRONG = [
  ["search", {}],
  ["search", { text: "x", kinds: ["movie"] }],
  ["run_query", { query: "strategies-for-actors" }],
  ["run_query", { query: "strategies-for-actor", parameters: { aktor: "x" } }],
  ["run_query", { query: "disputed-claims", limit: 100000 }],
  ["find_claims", { verdict: "wrong" }],
  ["find_claims", { verdikt: "x" }],
  ["find_claims", { about: "中国生成式AI用户数" }],
  ["get_claim", { claim: "zhang-2026/X99" }],
  ["get_entity", { name: "流浪土球9" }],
  ["cite_claim", { claim: "N16", style: "vancouver" }],
  ["run_sparql", { query: "SELECT * { ?s ?p }" }],
  ["describe_schema", { term: "Nothing" }],
  ["no_such_tool", {}],
];
const RIGHT = [
  ["search", { text: "liulangdiqiu" }],
  ["find_claims", { verdict: ["disputed", "corroborated"] }],
  ["get_claim", { claim: "N16" }],
  ["get_entity", { name: "征途" }],
  ["run_query", { query: "strategies-for-actor", parameters: { actor: "production companies" } }],
  ["ask_question", { question: "Which claims are disputed?" }],
  ["run_sparql", { query: "SELECT * { ?x a gf:Risk }" }],
];

const client = new Client({ name: "stranger", version: "1" });
await client.connect(new StreamableHTTPClientTransport(new URL(`${process.argv[2]}/mcp`)));
await client.listTools(); // from here on the SDK holds answers against their schemas
const failed = [];
for (const [calls, wanted] of [[WRONG, true], [RIGHT, false]]) {
  for (const [name, values] of calls) {
    try {
      const answer = await client.callTool({ name, arguments: values });
      const told = answer.content[0]?.text ?? "";
      if (Boolean(answer.isError) !== wanted || told.length < 20) failed.push(`${name}: ${told}`);
    } catch (error) {
      failed.push(`${name}: ${error}`);
    }
  }
}
await client.close();
console.log(failed.join("\n") || `${WRONG.length} errors and ${RIGHT.length} answers are read`);
process.exitCode = failed.length ? 1 : 0;
