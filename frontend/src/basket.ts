// The claims that a reader has ticked for a bibliography: kept over pages, until the reader unticks them.

const KEY = "basket";

/** Tick what was ticked before, keep what is ticked now, and send all of it with the form. */
export function basket(form: HTMLFormElement): void {
  const chosen = new Set(read());
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  const name = button?.textContent?.trim() ?? "";
  const tell = (): void => {
    if (button) button.textContent = chosen.size ? `${name} (${chosen.size})` : name;
  };
  for (const box of boxes) {
    box.checked = chosen.has(box.value);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(box.value);
      else chosen.delete(box.value);
      write([...chosen]);
      tell();
    });
  }
  form.addEventListener("formdata", ({ formData }) => {
    formData.delete("claim");
    (chosen.size ? chosen : [""]).forEach((claim) => formData.append("claim", claim)); // An empty choice is none, not all.
  });
  tell();
}

/** Take out claims that the graph no longer has. */
export function forget(notice: HTMLElement): void {
  const gone = new Set(notice.dataset.gone?.split(" "));
  write(read().filter((claim) => !gone.has(claim)));
}

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return []; // Storage is closed: the choice holds for this page only.
  }
}

function write(chosen: string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // As above.
  }
}
