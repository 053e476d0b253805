// What Zotero's own translators take of pages and files: asks a translation server (docker run -p 1969:1969 zotero/translation-server).
const [base, zotero] = process.argv.slice(2);
const PAPER = "10.3969/j.issn.2096-711X.2026.05.040";
const failed = [];
let tried = 0;

function holds(name, right) {
  tried += 1;
  if (!right) failed.push(name);
}

const ask = (path, body, type = "text/plain") => fetch(zotero + path, { method: "POST", body, headers: { "Content-Type": type } });
const text = async (path) => (await fetch(base + path)).text();
const works = (items) => items.filter((item) => !["note", "attachment"].includes(item.itemType));
const whole = (item, name) => item?.creators.length === 1 && item.creators[0].name === name;

/** Items of a page; where a reader may choose, all are chosen. */
async function saved(path) {
  const first = await ask("/web", base + path);
  if (first.status === 200) return works(await first.json());
  return works(await (await ask("/web", JSON.stringify(await first.json()), "application/json")).json());
}

for (const [lang, title] of [["en", "Double World was released online on Tencent Video"], ["zh", "《征途》在腾讯视频上线"]]) {
  const [claim, paper, ...evidence] = await saved(`/${lang}/claim/zhang-2026/N16`);
  holds(`claim, ${lang}: a data set with its sentence`, claim.itemType === "dataset" && claim.title.includes(title));
  holds(`claim, ${lang}: its address and its publisher`, claim.url.endsWith("/id/claim/zhang-2026/N16") && whole(claim, lang === "zh" ? "影谱项目" : "GenFilm KG"));
  holds(`claim, ${lang}: the paper`, paper.itemType === "journalArticle" && paper.DOI === PAPER && paper.pages === "119-120, 124");
  holds(`claim, ${lang}: its evidence`, evidence.length >= 5 && evidence.every((item) => item.itemType === "webpage" && item.url && item.creators[0].name));
}
const [source] = await saved("/en/entity/doc/zhang-2026");
holds("source: a journal article", source.itemType === "journalArticle" && source.DOI === PAPER && source.ISSN === "2096-711X" && source.issue === "5");
holds("source: its author", source.creators[0].lastName === "张" && source.creators[0].firstName === "丽花");
holds("source: its journal and pages", source.publicationTitle === "湖北开放职业学院学报" && source.pages === "119-124");
const [page] = await saved("/en/entity/page/scmp-double-world-review");
holds("web page: its publisher in one piece", page.itemType === "webpage" && whole(page, "South China Morning Post"));
const finding = await saved("/en/entity/evidence/double-world-teddy-chan");
holds("finding: the pages on which it was read", finding.length === 2 && finding.every((item) => item.itemType === "webpage"));
const [thing] = await saved("/en/entity/tech/gan");
holds("any other page: its name without that of the site", thing.title === "generative adversarial network" && thing.websiteTitle === "GenFilm KG");
const listed = (await text("/en/bibliography?evidence=yes")).split("Z3988").length - 1;
holds("bibliography: every work", (await saved("/en/bibliography?evidence=yes")).length === listed && listed > 100);

const KINDS = { bibtex: "document", biblatex: "webpage", ris: "dataset", "csl-json": "dataset" };
for (const [style, kind] of Object.entries(KINDS)) {
  const body = await text(`/api/cite/zhang-2026/N16?style=${style}`);
  const written = style === "csl-json" ? JSON.parse(body).length : body.match(style === "ris" ? /^TY {2}-/gm : /^@/gm).length;
  const items = works(await (await ask("/import", body)).json());
  holds(`${style}: every entry`, items.length === written);
  holds(`${style}: the claim`, items[0].itemType === kind && items[0].url.endsWith("/N16") && whole(items[0], "GenFilm KG"));
  holds(`${style}: the paper`, items.some((item) => item.itemType === "journalArticle" && item.DOI === PAPER));
}

console.log([...failed, `Zotero's translators: ${tried - failed.length} of ${tried} hold`].join("\n"));
process.exitCode = failed.length ? 1 : 0;
