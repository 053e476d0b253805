declare module "d3-force" {
  interface Force {
    strength(value: number): this;
    distance(value: number): this;
    distanceMax(value: number): this;
  }
  interface Simulation {
    stop(): this;
    alphaDecay(value: number): this;
    force(name: string, force: Force): this;
    tick(steps: number): this;
  }
  export function forceSimulation(nodes: object[]): Simulation;
  export function forceLink(links: object[]): Force;
  export function forceManyBody(): Force;
  export function forceX(): Force;
  export function forceY(): Force;
}
