// A force layout of many things at once: the same data give the same places.
import { forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

export interface Place {
  x: number;
  y: number;
}

/** Where the things stand, and which of them lines join, by their numbers. */
export interface Task {
  places: Place[];
  lines: [number, number][];
}

/** After so many steps nothing moves by more than its own size. */
const STEPS = 150;

/** The places to which lines draw things together and all others push them apart. */
export function spread({ places, lines }: Task): Place[] {
  const nodes = places.map(({ x, y }) => ({ x, y }));
  const links = lines.map(([source, target]) => ({ source, target }));
  forceSimulation(nodes)
    .stop()
    .alphaDecay(1 - 0.001 ** (1 / STEPS))
    .force("line", forceLink(links).distance(90))
    .force("apart", forceManyBody().strength(-160).distanceMax(1500))
    .force("x", forceX().strength(0.03))
    .force("y", forceY().strength(0.05))
    .tick(STEPS);
  return nodes.map(({ x, y }) => ({ x, y }));
}
