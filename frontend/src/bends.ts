// Ways around: how far each line of a picture bows out, so that it crosses no thing but its own ends.

interface Point {
  x: number;
  y: number;
}

export interface Disc extends Point {
  id: string;
  radius: number;
}

export interface Line {
  id: string;
  source: string;
  target: string;
}

/** A quadratic curve: how far its control point stands from the straight line, and before which part of it. */
export interface Bend {
  far: number;
  weight: number;
}

/** The curves that are tried, the straightest first. */
const TRIED: readonly Bend[] = [
  { far: 0, weight: 0.5 },
  ...Array.from({ length: 20 }, (_, index) => 16 * (index + 1)).flatMap((far) => [far, -far].flatMap((each) => [0.5, 0.25, 0.75].map((weight) => ({ far: each, weight })))),
];
const FARTHEST = 320;
/** Room between a line and the edge of a thing, in pixels. */
const GAP = 2;
/** Points of a curve are tried so far apart, in pixels: less than any thing is wide. */
const PACE = 9;

/** The curve of each line by its id, and how many lines find no way around; lines between the same two things part, whichever way they point. */
export function bends(discs: readonly Disc[], lines: readonly Line[]): { found: Map<string, Bend>; crossed: number } {
  const places = new Map(discs.map((disc) => [disc.id, disc]));
  const taken = new Map<string, Set<number>>();
  const found = new Map<string, Bend>();
  let crossed = 0;
  for (const { id, source, target } of [...lines].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const [from, to] = [places.get(source), places.get(target)];
    if (!from || !to || source === target) continue;
    const sign = source < target ? 1 : -1;
    const pair = [source, target].sort().join(" ");
    const used = taken.get(pair) ?? new Set();
    taken.set(pair, used);
    const near = discs.filter((disc) => disc !== from && disc !== to && apart(disc, from, to) < disc.radius + FARTHEST / 2);
    let [best, least] = [TRIED[0]!, Infinity];
    for (const bend of TRIED) {
      if (used.has(bend.far * sign)) continue;
      let hits = 0;
      for (const disc of near) if (crosses(disc, from, to, bend) && ++hits >= least) break;
      if (hits < least) [best, least] = [bend, hits];
      if (!hits) break;
    }
    used.add(best.far * sign);
    found.set(id, best);
    if (least) crossed++;
  }
  return { found, crossed };
}

function crosses(disc: Disc, from: Point, to: Point, { far, weight }: Bend): boolean {
  const room = disc.radius + GAP;
  if (!far) return apart(disc, from, to) < room;
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const control = { x: from.x + (to.x - from.x) * weight - ((to.y - from.y) / length) * far, y: from.y + (to.y - from.y) * weight + ((to.x - from.x) / length) * far };
  const samples = Math.ceil((length + Math.abs(far)) / PACE);
  for (let step = 1; step < samples; step++) {
    const t = step / samples;
    const along = (a: number, b: number, c: number): number => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
    if (Math.hypot(along(from.x, control.x, to.x) - disc.x, along(from.y, control.y, to.y) - disc.y) < room) return true;
  }
  return false;
}

/** Distance of a point from the straight line between two others. */
function apart(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const t = Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(from.x + t * dx - point.x, from.y + t * dy - point.y);
}
