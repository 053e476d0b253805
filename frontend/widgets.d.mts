// Types of widgets.mjs, the widgets of GenFilm KG as an ES module.

/** Another service for all widgets without `src`; a bundle, which has an address of its own, has to name one. */
export function service(address: string | URL): void;

/** What all widgets share; attributes of the same names do the same. */
interface GenFilmWidget extends HTMLElement {
  addEventListener(type: "genfilm-load" | "genfilm-error", listener: (event: CustomEvent) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "genfilm-table": GenFilmWidget;
    "genfilm-claim": GenFilmWidget;
    "genfilm-graph": GenFilmWidget;
  }
}
