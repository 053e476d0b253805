// The look of the widgets: one constructable style sheet, which a host page's CSP does not forbid.

import { TOKENS } from "./colours";

export const SHEET = `${TOKENS}
:host { display: block; contain: content; margin-block: 1rem;
  color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 0.5rem;
  font: 0.95rem/1.6 system-ui, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
article { padding: 0.9rem 1rem; }
h3 { font-size: 1.05rem; line-height: 1.4; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
h4 { font-size: 0.95rem; margin: 1rem 0 0.3rem; }
p, dl, ul { margin: 0.4rem 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: start; font-weight: 600; font-size: 1.05rem; padding-bottom: 0.5rem; }
th, td { text-align: start; vertical-align: top; padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 5rem; }
thead th { background: var(--panel); padding: 0; }
th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0.4rem 0.6rem; width: 100%; min-height: 2rem; text-align: start; cursor: pointer; }
th button::after { content: " ↕"; color: var(--soft); }
th[aria-sort="ascending"] button::after { content: " ↑"; color: inherit; }
th[aria-sort="descending"] button::after { content: " ↓"; color: inherit; }
td.number { text-align: end; font-variant-numeric: tabular-nums; }
.verdict { font-weight: 600; white-space: nowrap; color: var(--verdict, var(--soft)); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 0.9rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.plain { font-size: 1.05rem; margin: 0.2rem 0 0.6rem; }
.evidence { padding-inline-start: 1.1rem; }
.note, footer { color: var(--soft); font-size: 0.82rem; }
footer { border-top: 1px solid var(--line); padding: 0.4rem 1rem; display: flex; flex-wrap: wrap; gap: 0 0.9rem; }
.more, .again { font: inherit; padding: 0.35rem 0.9rem; min-height: 2rem; border-radius: 0.35rem; border: 1px solid var(--link); background: transparent; color: var(--link); cursor: pointer; margin-top: 0.6rem; }
.error { border-inline-start: 4px solid var(--accent); padding-inline-start: 0.8rem; }
.picture { position: relative; width: 100%; height: var(--genfilm-height, 26rem); border: 1px solid var(--line); border-radius: 0.4rem; background: var(--paper); overflow: hidden; touch-action: pan-y; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; padding: 0; list-style: none; }
.legend span { white-space: nowrap; }
.dash { display: inline-block; width: 1.8em; border-top: 3px dashed var(--verdict-disputed); vertical-align: middle; }
.solid { display: inline-block; width: 1.8em; border-top: 2px solid var(--verdict-corroborated); vertical-align: middle; }
.dots { display: inline-block; width: 1.8em; border-top: 2px dotted var(--verdict-unverified); vertical-align: middle; }
details { margin-top: 0.6rem; } summary { cursor: pointer; min-height: 1.6rem; }
@media (prefers-reduced-motion: no-preference) { .busy { animation: breathe 1.6s ease-in-out infinite; } }
@keyframes breathe { 50% { opacity: 0.45; } }
@media (max-width: 28rem) { dl { grid-template-columns: 1fr; } dt { margin-top: 0.35rem; } }
@media print { :host { border-color: var(--line-strong); break-inside: auto; } .more, .again { display: none; } tr, dl { break-inside: avoid; } .scroll { overflow: visible; } }
`;
