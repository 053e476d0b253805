// A card beside a link to a claim, on hover and focus: its verdict with the reason, who says it and where.
import { address, ask, type Envelope, type Lang } from "./api";
import type { Claim } from "./claims";
import { el } from "./dom";
import * as words from "messages";
import { say } from "./words";

const PAUSE = 250;
const GRACE = 300; // Time to reach the card with the pointer (WCAG 1.4.13: what hover shows can be hovered).
const PAGE = /\/(?:en|zh)\/claim\/([^/?#]+\/[^?#]+)/;

/** Cards for every link of this page that leads to a claim, those that scripts add later included. */
export function cards(lang: Lang): void {
  const card = el("div", { class: "claim-card", role: "tooltip", id: "claim-card", popover: "manual" });
  document.body.append(card);
  const seen = new Map<string, Promise<Claim>>();
  let link: HTMLAnchorElement | null = null;
  let timer = 0;
  let closing = 0;

  const hide = (): void => {
    clearTimeout(timer);
    clearTimeout(closing);
    if (card.matches(":popover-open")) card.hidePopover();
    link?.removeAttribute("aria-describedby");
    link = null;
  };
  const show = async (target: HTMLAnchorElement, name: string): Promise<void> => {
    const root = target.href.slice(0, target.href.search(PAGE));
    const loaded = seen.get(name) ?? ask<Envelope<Claim>>(address(root, `api/claims/${name}`, { lang }), lang).then(({ data }) => data);
    seen.set(name, loaded);
    try {
      const claim = await loaded;
      if (link !== target) return;
      card.replaceChildren(...content(claim, name, lang));
      card.showPopover();
      place(card, target.getClientRects()[0] ?? target.getBoundingClientRect());
      target.setAttribute("aria-describedby", card.id);
    } catch {
      seen.delete(name); // The link itself still leads to the claim.
    }
  };
  const over = (event: Event): void => {
    if (event instanceof PointerEvent && event.pointerType !== "mouse") return;
    const within = event.target as Element;
    const target = within.closest<HTMLAnchorElement>("main a[href]");
    const name = target && !target.closest(".crumbs") ? PAGE.exec(target.pathname)?.[1] : undefined;
    const stays = card.contains(within) || (target !== null && target === link);
    if (stays) clearTimeout(closing);
    if (stays || (!target && !link)) return;
    if (!target && event instanceof PointerEvent) {
      clearTimeout(closing);
      closing = window.setTimeout(hide, GRACE);
      return;
    }
    hide();
    if (!target || !name || location.pathname === target.pathname) return;
    link = target;
    timer = window.setTimeout(() => void show(target, name), PAUSE);
  };
  document.addEventListener("pointerover", over);
  document.addEventListener("focusin", over);
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, { passive: true, capture: true });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}

function content(claim: Claim, name: string, lang: Lang): Node[] {
  const found = claim.assessment;
  const pages = [...new Set(claim.passages.map(({ page }) => page))].join(", ");
  const right = [...(found?.correctedBy ?? []).map(({ label }) => label[lang]), found?.correction?.[lang]].filter(Boolean).join(" ");
  return [
    el("p", {}, found ? el("strong", { class: `verdict v-${found.verdict}` }, found.verdictLabel[lang]) : say(words["verdict.none"], lang)),
    el("p", {}, claim.paraphrase[lang]),
    ...(found?.reason ? [el("p", {}, found.reason[lang])] : []),
    ...(right ? [el("p", {}, `${say(words["field.right"], lang)}${say(words["list.colon"], lang)}${right}`)] : []),
    el("p", { class: "note" }, [claim.speaker?.label[lang], pages && say(words["claim.page"], lang, { page: pages })].filter(Boolean).join(" · "), " ", el("code", {}, name)),
  ];
}

/** Below the link, or above where there is no room, within the window. */
function place(card: HTMLElement, at: DOMRect): void {
  const { width, height } = card.getBoundingClientRect();
  const below = at.bottom + 6;
  card.style.insetInlineStart = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  card.style.insetBlockStart = `${below + height < innerHeight ? below : Math.max(8, at.top - height - 6)}px`;
}
