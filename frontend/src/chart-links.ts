// Where the marks of a chart lead: to exactly the claims that each of them counts.
import type { Payload } from "./chart";
import type { Row, Value } from "./api";
import { claimId } from "./terms";

interface Channel {
  field?: string;
  aggregate?: string;
}

/** The rows of a specification with an address (`href`) each; what the chart counts is counted here, so that a mark knows its claims. */
export function linked(spec: Record<string, unknown>, payload: Payload): Row[] {
  const encoding = spec.encoding as Record<string, Channel | Channel[]> | undefined;
  if (!encoding) return payload.rows;
  const channels = Object.values(encoding).flat();
  const counting = channels.filter((channel) => channel.aggregate === "distinct" && channel.field);
  const counted = counting[0]?.field;
  const rows = counted && payload.claims ? grouped(payload, counted, [...new Set(channels.flatMap(({ field, aggregate }) => (field && !aggregate ? [field] : [])))]) : payload.rows;
  if (rows !== payload.rows) counting.forEach((channel) => delete channel.aggregate);
  if (rows.some((row) => row.href)) encoding.href = { field: "href" };
  return rows;
}

/** One row for each combination of `fields`: how many values of `counted` have it, and where these are listed. */
function grouped({ rows, claims }: Payload, counted: string, fields: string[]): Row[] {
  const groups = new Map<string, { row: Row; found: Set<Value> }>();
  for (const row of rows) {
    const name = JSON.stringify(fields.map((field) => row[field]));
    const group = groups.get(name) ?? { row, found: new Set() };
    groups.set(name, group);
    if (row[counted] != null) group.found.add(row[counted]);
  }
  return [...groups.values()].map(({ row, found }) => {
    const names = [...found].map((iri) => claimId(String(iri)));
    return { ...row, [counted]: found.size, href: names.every(Boolean) ? `${claims}?${new URLSearchParams(names.map((each) => ["claim", each!]))}` : null };
  });
}
