// The design tokens: the style sheet of the pages as text, and its colours as scripts that draw need them.

export const TOKENS = DESIGN_TOKENS;

export type Theme = "light" | "dark";

const VALUES = new Map<string, Record<Theme, string>>();
for (const [, name, light, dark] of TOKENS.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)) VALUES.set(name!, { light: light!, dark: dark! });

/** The colour of a token such as `verdict-disputed`. */
export function colour(name: string, theme: Theme): string {
  const value = VALUES.get(name);
  if (!value) throw new Error(`no design token ${name}`);
  return value[theme];
}

/** The colours of the tokens whose names begin with `kind-`, by the rest of their names. */
export function colours(kind: string, theme: Theme): Record<string, string> {
  const own = [...VALUES].filter(([name]) => name.startsWith(`${kind}-`));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(kind.length + 1), value[theme]]));
}

/** The theme where an element stands: dark where its text is light. */
export function themeOf(element: Element): Theme {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
  return red * 0.3 + green * 0.59 + blue * 0.11 > 128 ? "dark" : "light";
}
