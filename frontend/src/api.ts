// Asks the service for JSON: one envelope for every answer, one error for every failure.
import * as words from "messages";
import type { Label } from "./claims";
import { say } from "./words";

export type Lang = "en" | "zh";
export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

export interface Column {
  name: string;
  /** The heading; a column of a SPARQL answer has its name only. */
  label?: Label;
  type: "iri" | "string" | "integer" | "decimal" | "boolean" | "date" | "year";
}

export interface Envelope<T> {
  data: T;
  columns?: Column[];
  meta: Record<string, unknown> & { build?: string; version?: string; lang?: Lang; total?: number; truncated?: boolean };
  links: Record<string, string | null | undefined>;
}

/** What went wrong, in words for a reader; `again` says whether asking again may help. */
export class Failure extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
    readonly again: boolean,
  ) {
    super(detail ? `${title}: ${detail}` : title);
  }
}

const PATIENCE = 40_000;

/** The JSON at an address; throws Failure. */
export async function ask<T>(url: string | URL, lang: Lang, signal?: AbortSignal): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { Accept: "application/json", "Accept-Language": lang },
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
      credentials: "omit",
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure(say(words["service.unreachable"], lang), say(words["service.unreachable_detail"], lang), true);
  }
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    throw new Failure(say(words["service.unreadable"], lang), `HTTP ${response.status}`, true);
  }
  if (!response.ok) {
    const problem = body as { title?: string; detail?: string };
    const again = response.status >= 500 || response.status === 429;
    throw new Failure(problem.title ?? `HTTP ${response.status}`, problem.detail ?? "", again);
  }
  return body as T;
}

/** An address below the service's own, with these parameters; empty ones are left out. */
export function address(base: string, path: string, parameters: Record<string, string> = {}): URL {
  const url = new URL(base.replace(/\/*$/, "/") + path.replace(/^\/+/, ""));
  for (const [name, value] of Object.entries(parameters)) if (value !== "") url.searchParams.set(name, value);
  return url;
}
