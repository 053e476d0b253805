// What an explored picture remembers beyond its filters, as the address of the page holds it.
import type { LayoutName } from "./graph";
import { BASE } from "./terms";

export interface Explored {
  layout: LayoutName | null;
  /** Things whose claims were added, in the order of adding. */
  open: string[];
  /** Things behind which what hangs on them alone is hidden. */
  folded: string[];
  /** Places that no layout gives. */
  places: Map<string, { x: number; y: number }>;
}

/** Read an address; the places stand behind its #, which stays in the browser. */
export function readExplored(search: string, hash: string, layouts: readonly LayoutName[]): Explored {
  const query = new URLSearchParams(search);
  const list = (name: string): string[] => query.get(name)?.split(" ").filter(Boolean) ?? [];
  const places = new Map<string, { x: number; y: number }>();
  for (const each of new URLSearchParams(hash.replace(/^#/, "")).get("at")?.split(";") ?? []) {
    const [, name, x, y] = /^(.+):(-?\d+),(-?\d+)$/.exec(each) ?? [];
    if (name) places.set(/^https?:/.test(name) ? name : BASE + name, { x: Number(x), y: Number(y) });
  }
  return { layout: layouts.find((name) => name === query.get("layout")) ?? null, open: list("open"), folded: list("folded"), places };
}

/** The address of what is explored: `search` with its other parameters as they are, and the places behind #. */
export function writeExplored(search: string, { layout, open, folded, places }: Explored): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries({ layout, open: open.join(" "), folded: folded.join(" ") })) value ? query.set(name, value) : query.delete(name);
  const at = [...places].map(([iri, { x, y }]) => `${encodeURIComponent(iri.startsWith(BASE) ? iri.slice(BASE.length) : iri).replaceAll("%2F", "/")}:${Math.round(x)},${Math.round(y)}`);
  return `?${query}${at.length ? `#at=${at.sort().join(";")}` : ""}`;
}
