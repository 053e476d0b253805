// Lists the statements that independent evidence disputes, each with page, speaker and that evidence.
// 列出有独立证据反驳的论断，附页码、言者与证据。
//
//   node examples/node/disputed.mjs [address of the service] [en|zh]
//
// Node 20 or newer, no package. The output is Markdown.

const address = (process.argv[2] ?? "http://127.0.0.1:8000").replace(/\/$/, "");
const lang = process.argv[3] ?? "en";

/** The JSON at an address; a problem of the service (RFC 9457) becomes an error that says what to do. */
async function get(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => {
    throw new Error(`${address} does not answer. Is the service running (make serve)?`);
  });
  const body = await response.json();
  if (!response.ok) throw new Error(`${body.title}. ${body.detail ?? ""}`);
  return body;
}

/** The rows of every page of an answer: `links.next` leads on. */
async function* rows(url) {
  for (let next = url; next; ) {
    const answer = await get(next);
    yield* answer.data;
    next = answer.links.next;
  }
}

/** A text of the service in the language asked for, else in the other one. */
const text = (words) => words?.[lang] ?? words?.en ?? words?.zh ?? "";

try {
  const filters = new URLSearchParams({ verdict: "disputed", form: "compound", lang, size: "100" });
  for await (const { source, id, speaker, page, paraphrase } of rows(`${address}/api/claims?${filters}`)) {
    console.log(`- **${source}/${id}** (${speaker}, ${lang === "zh" ? `第${page}页` : `p. ${page}`}): ${paraphrase}`);
    const { data: claim } = await get(`${address}/api/claims/${source}/${id}`);
    for (const { stanceLabel, label, pages } of claim.assessment.evidence) {
      const found = pages.map(({ title, url }) => `[${title}](${url})`).join(", ");
      console.log(`  - ${text(stanceLabel)}: ${text(label)} ${found}`);
    }
  }
} catch (error) {
  console.error(`disputed.mjs: ${error.message}`);
  process.exitCode = 1;
}
