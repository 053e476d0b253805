// The messages by key, as build.mjs makes them of genfilm/words/en.json and zh.json.
declare module "messages" {
  type Key = keyof typeof import("../../genfilm/words/en.json");
  type Name<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;
  const messages: { readonly [K in Name<Key>]: { en: string; zh: string; one?: string } };
  export = messages;
}
