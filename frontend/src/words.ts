// The messages of the catalogue in genfilm/words/: esbuild bundles those that a script names.
import type { Lang } from "./api";

/** A message in each language; `one` is the English singular of a plural. */
export interface Message {
  en: string;
  zh: string;
  one?: string;
}

/** A message with its placeholders filled, as genfilm.words.say does; `count` chooses the plural. */
export function say(message: Message, lang: Lang, values: Record<string, string | number> = {}): string {
  const text = lang === "en" && values.count === 1 ? (message.one ?? message.en) : message[lang];
  return text.replace(/\{(\w+)(:,)?\}/g, (_, name: string, grouped?: string) => {
    const value = values[name] ?? "";
    return grouped ? value.toLocaleString("en") : String(value);
  });
}
