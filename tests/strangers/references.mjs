// What reference managers take: BibTeX, RIS and CSL JSON read by citation-js, and the ContextObjects of a page, as Zotero reads them.
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";

const base = process.argv[2];
const failed = [];
let tried = 0;

function holds(name, right) {
  tried += 1;
  if (!right) failed.push(name);
}

const text = async (path) => (await fetch(base + path)).text();
const paper = (items) => items.find((item) => item.type === "article-journal" && item.DOI === "10.3969/j.issn.2096-711X.2026.05.040");

for (const style of ["bibtex", "biblatex", "ris", "csl-json"]) {
  const written = await text(`/api/cite/zhang-2026/N16?style=${style}`);
  const form = { bibtex: "@bibtex/text", biblatex: "@biblatex/text", ris: "@ris/file" }[style];
  const items = new Cite(written, form && { forceType: form }).data;
  holds(`${style}: every entry`, items.length >= 8);
  const titles = [paper(items)?.title, paper(items)?.["original-title"]];  // RIS has a translated title, TT
  holds(`${style}: the paper`, titles.join().includes("生成式人工智能") && paper(items)?.issued["date-parts"][0][0] == 2026);
  holds(`${style}: its author`, /张|Zhang/.test(JSON.stringify(paper(items)?.author)));
  holds(`${style}: the claim as data with its address`, items.some((item) => /claim\/zhang-2026\/N16/.test(item.URL)));
}
const page = await (await fetch(`${base}/en/bibliography`, { headers: { Accept: "text/html" } })).text();
const objects = [...page.matchAll(/class="Z3988" title="([^"]*)"/g)].map(([, title]) => new URLSearchParams(title.replaceAll("&amp;", "&")));
holds("ContextObjects: as many as entries", objects.length > 20 && objects.every((each) => each.get("ctx_ver") === "Z39.88-2004"));
holds("ContextObjects: the paper", objects.some((each) => each.getAll("rft_id").includes("info:doi/10.3969/j.issn.2096-711X.2026.05.040")));

console.log([...failed, `citation-js and ContextObjects: ${tried - failed.length} of ${tried} hold`].join("\n"));
process.exitCode = failed.length ? 1 : 0;
