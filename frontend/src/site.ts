// What every page gains with scripts: light and dark, copy buttons, suggestions, charts on demand, tidy forms, tables to sort.

import type { Lang } from "./api";
import { basket, forget } from "./basket";
import { cards } from "./card";
import { sortable } from "./sortable";
import { suggest } from "./suggest";

type Theme = "light" | "dark";

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function themeSwitch(button: HTMLButtonElement): void {
  const tell = (): void => button.setAttribute("aria-pressed", String(currentTheme() === "dark"));
  button.hidden = false;
  tell();
  button.addEventListener("click", () => {
    const next: Theme = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // Storage is closed: the choice holds for this page only.
    }
    tell();
    document.dispatchEvent(new CustomEvent("themechange", { detail: next }));
  });
}

function copyButton(button: HTMLButtonElement): void {
  const target = document.getElementById(button.dataset["copy"] ?? "");
  if (!target || !navigator.clipboard) return;
  const name = button.textContent ?? "";
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(target.textContent ?? "").then(() => {
      button.textContent = button.dataset["done"] ?? name;
      setTimeout(() => (button.textContent = name), 2000);
    });
  });
}

/** Empty fields are left out of the address, so that what is shared stays short. */
function tidyForm(form: HTMLFormElement): void {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData.entries()]) if (value === "") formData.delete(name);
  });
}

/** A chart weighs three times as much as all other scripts of a page: it comes when it is asked for. */
function chartButton(button: HTMLButtonElement): void {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    import(button.dataset["load"]!).then(
      () => button.remove(),
      () => (button.disabled = false),
    );
  });
}

/** Where the filters stand above the list, they are folded, so that the list is near. */
function foldFacets(facets: HTMLElement): void {
  if (!matchMedia("(max-width: 56rem)").matches) return;
  for (const each of facets.querySelectorAll<HTMLDetailsElement>("details[open]")) if (!each.querySelector("[aria-current]")) each.open = false;
}

/** On paper nothing can be unfolded: the citations are. */
function unfoldForPaper(): void {
  document.querySelectorAll<HTMLDetailsElement>(".cite details, details:has(#cite-page)").forEach((each) => (each.open = true));
}

addEventListener("beforeprint", unfoldForPaper);
const lang: Lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
cards(lang);
document.querySelectorAll<HTMLInputElement>("input[data-suggest]").forEach((input) =>
  suggest(input, input.dataset["suggest"]!, lang, (hit) => (hit.html ? location.assign(hit.html) : input.form?.requestSubmit())),
);
document.querySelectorAll<HTMLButtonElement>("[data-load]").forEach(chartButton);
document.querySelectorAll<HTMLTableElement>("main table:not(.matrix, .pairs)").forEach((table) => sortable(table, lang));
document.querySelectorAll<HTMLElement>(".facets").forEach(foldFacets);
document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]").forEach(themeSwitch);
document.querySelectorAll<HTMLButtonElement>("[data-copy]").forEach(copyButton);
document.querySelectorAll<HTMLFormElement>("form[data-tidy]").forEach(tidyForm);
document.querySelectorAll<HTMLElement>("[data-gone]").forEach(forget);
document.querySelectorAll<HTMLFormElement>("form[data-basket]").forEach(basket);
