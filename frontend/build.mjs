// Bundles src/ into genfilm/web/site/static/dist/: files named by their content, a manifest, the licences.
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../genfilm/web/site/static/dist");

// Page scripts share chunks; the widget script is one file that works with and without type="module".
const PAGES = ["site", "explore", "charts", "editor", "graph", "swagger", "force-worker"].map((name) => `src/${name}.ts`);

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  legalComments: "none",
  target: ["es2022"],
  charset: "utf8",
  metafile: true,
  loader: { ".svg": "dataurl" },
  define: {
    DESIGN_TOKENS: JSON.stringify(await readFile(join(here, "../genfilm/web/site/static/tokens.css"), "utf8")),
    "process.env.NODE_ENV": '"production"',
    global: "globalThis",
  },
  plugins: [withoutInjectedStyles(), messages()],
  logLevel: "warning",
};

/** Cytoscape writes a <style> element, which a strict Content-Security-Policy forbids; we style its box. */
function withoutInjectedStyles() {
  return {
    name: "without-injected-styles",
    setup(on) {
      on.onLoad({ filter: /cytoscape\.esm\.m?js$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        const changed = text.replace("if (!stylesheetAlreadyExists)", "if (false)");
        if (changed === text) throw new Error("cytoscape no longer writes its style as build.mjs expects");
        return { contents: changed, loader: "js" };
      });
    },
  };
}

/** The module "messages": the catalogue of genfilm/words/ by key, of which a bundle keeps what it names. */
function messages() {
  return {
    name: "messages",
    setup(on) {
      on.onResolve({ filter: /^messages$/ }, () => ({ path: "messages", namespace: "messages" }));
      on.onLoad({ filter: /.*/, namespace: "messages" }, async () => {
        const read = async (lang) => JSON.parse(await readFile(join(here, `../genfilm/words/${lang}.json`), "utf8"));
        const [en, zh] = [await read("en"), await read("zh")];
        const found = {};
        for (const [key, text] of Object.entries(en)) {
          const stem = key.replace(/_(one|other)$/, "");
          const forms = (found[stem] ??= { en: text, zh: zh[key] ?? zh[`${stem}_other`] });
          if (key.endsWith("_one")) forms.one = text;
          else forms.en = text;
        }
        return { contents: JSON.stringify(found), loader: "json" };
      });
    },
  };
}

async function bundle(draft) {
  const pages = await build({
    ...shared,
    entryPoints: PAGES,
    outdir: draft,
    format: "esm",
    splitting: true,
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
  });
  const files = outputs(pages.metafile, draft);
  const widgets = await build({
    ...shared,
    entryPoints: ["src/widgets.ts"],
    outdir: draft,
    format: "iife",
    entryNames: "[name]-[hash]",
    define: { ...shared.define, GRAPH_SCRIPT: JSON.stringify(files["graph.js"]) },
  });
  const module = await build({
    ...shared,
    entryPoints: ["src/widgets-module.ts"],
    outdir: draft,
    format: "esm",
    entryNames: "[name]-[hash]",
    define: { ...shared.define, GRAPH_SCRIPT: JSON.stringify(files["graph.js"]) },
  });
  Object.assign(files, outputs(widgets.metafile, draft), outputs(module.metafile, draft));
  await copyFile(join(here, "widgets.d.mts"), join(draft, "widgets.d.mts"));
  files["widgets.d.mts"] = "widgets.d.mts";
  await writeFile(join(draft, "THIRD-PARTY.txt"), await licences([pages.metafile, widgets.metafile, module.metafile]));
  const sources = process.env.FRONTEND_SOURCES ?? "";
  await writeFile(join(draft, "manifest.json"), JSON.stringify({ sources, files }, null, 1) + "\n");
}

/** Entry name and kind ("explore.js", "editor.css") to file name. */
function outputs(metafile, draft) {
  const found = {};
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const name = relative(draft, join(here, path));
    if (output.entryPoint) found[basename(output.entryPoint, ".ts") + ".js"] = name;
    if (output.entryPoint && output.cssBundle)
      found[basename(output.entryPoint, ".ts") + ".css"] = relative(draft, join(here, output.cssBundle));
  }
  return found;
}

/** The licence text of every package of which anything is in the bundles. */
async function licences(metafiles) {
  const packages = new Map();
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
        if (match && bytesInOutput) packages.set(match[1], (packages.get(match[1]) ?? new Set()).add(path));
      }
  const parts = ["Packages whose code is in the scripts of this directory, each with its licence.\n"];
  for (const folder of [...packages.keys()].sort()) {
    const about = JSON.parse(await readFile(join(here, folder, "package.json"), "utf8"));
    // A bundle of other packages names their licences in a file beside it.
    const used = new Set([...packages.get(folder)].map((path) => `${basename(path)}.LICENSE.txt`));
    const names = (await readdir(join(here, folder))).filter((n) => /^(licen[cs]e|copying|notice)/i.test(n) || used.has(n));
    const texts = await Promise.all(names.sort().map((name) => readFile(join(here, folder, name), "utf8")));
    const text = texts.join("\n\n");
    if (!about.license) throw new Error(`${about.name} does not say its licence`);
    parts.push(`${"=".repeat(80)}\n${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`);
  }
  return parts.join("\n");
}

if (process.argv.includes("--test")) {
  const tests = (await readdir(join(here, "test"))).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...shared,
    minify: false,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: join(here, ".test"),
    outExtension: { ".js": ".mjs" },
    format: "esm",
    platform: "node",
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
} else {
  const draft = `${target}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    await bundle(draft);
    // The old files go only when the new ones are whole.
    if (existsSync(target)) await rename(target, `${draft}.old`);
    await rename(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(`${draft}.old`, { recursive: true, force: true });
  }
}
