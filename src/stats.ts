/** Counts records by event, and what of their schemas they show. Loaded only when it is asked for. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Api, apis, type Event, nameOf } from "./event.ts";
import type { EventStats, Stats } from "./finding.ts";
import { createCoverage, type Coverage, type ReadSchema } from "./schema/coverage.ts";
import { eventTypes } from "./schema/catalogue.ts";
import { createSums, type Origin } from "./sums.ts";

export interface StatsCollector {
  observe(this: void, event: Event | undefined, valid: boolean, origin: Origin, record: unknown): void;
  report(): Stats;
}

interface Index {
  schemas: Record<string, { schemas: Record<string, string> }>;
  events: Record<string, { schemas: Record<string, string> }>;
}

/** Reads each file of schemas once. What cannot be read has no fields. */
function createReader(): ReadSchema {
  const files = new Map<string, unknown>();
  return (address) => {
    if (files.has(address)) return files.get(address);
    let schema: unknown;
    try {
      schema = JSON.parse(readFileSync(new URL(address), "utf8").replace(/^\ufeff/, ""));
    } catch {
      // a reference that leads nowhere is no field that was not seen
    }
    files.set(address, schema);
    return schema;
  };
}

/**
 * @param home folder of the package, where the bundled schemas are.
 * @param schema path of the user's own, or the name of a bundled one.
 * @param sessionKey where records say which session they are of.
 */
export function createStats(home: string, schema: string, sessionKey?: string): StatsCollector {
  const sums = createSums(sessionKey);
  const read = createReader();
  const folder = pathToFileURL(join(home, "schemas", "/"));
  const { schemas, events } = read(new URL("index.json", folder).href) as Index;
  const rows = new Map<string, { counts: EventStats; coverages: Map<string, Coverage> }>();
  const others = new Map<string, number>();
  const spoken = new Set<Api>();

  /** Where the schema of this key is: `ga/server/response#response.done`. */
  function addressOf(key: string): string {
    const [module = "", name = ""] = key.split("#");
    const api = apis.find((one) => module.startsWith(`${one}/`));
    if (!api) return pathToFileURL(resolve(schema)).href;
    if (Object.hasOwn(events, name)) spoken.add(api);
    return new URL((events[name] ?? schemas[name])?.schemas[api] ?? "", folder).href;
  }

  return {
    observe(event, valid, origin, record) {
      if (event) sums.see(record, event, origin);
      if (event?.kind !== "checked") {
        const what = event?.kind ?? "unreadable";
        others.set(what, (others.get(what) ?? 0) + 1);
        return;
      }
      const name = nameOf(event) ?? "";
      const row = rows.get(name) ?? {
        counts: { records: 0, valid: 0, invalid: 0, unseenFields: [], unseenValues: {} },
        coverages: new Map<string, Coverage>(),
      };
      rows.set(name, row);
      row.counts.records++;
      row.counts[valid ? "valid" : "invalid"]++;
      const coverage = row.coverages.get(event.schema) ?? createCoverage(addressOf(event.schema), read);
      row.coverages.set(event.schema, coverage);
      coverage.see(event.payload);
    },
    report() {
      const unseenEvents = [...spoken].flatMap(eventTypes).filter((type) => !rows.has(type));
      const sorted = [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1));
      return {
        events: Object.fromEntries(
          sorted.map(([name, { counts, coverages }]) => {
            const all = [...coverages.values()].map((coverage) => coverage.unseen());
            const unseenFields = [...new Set(all.flatMap(({ fields }) => fields))];
            const unseenValues = Object.assign({}, ...all.map(({ values }) => values)) as Record<string, unknown[]>;
            return [name, { ...counts, unseenFields, unseenValues }];
          }),
        ),
        others: Object.fromEntries(others),
        unseenEvents: [...new Set(unseenEvents)].toSorted(),
        ...sums.report(),
      };
    },
  };
}
