/**
 * The library: whether values and streams are what OpenAI Realtime sends.
 *
 * @example
 * import { isRealtimeResponse, validate, validateStream } from "rtvalidate";
 *
 * isRealtimeResponse({ object: "realtime.response", status: "completed" }); // true
 * validate({ object: "realtime.response", status: "complete" })[0].suggestion; // "completed"
 * for await (const finding of validateStream(process.stdin)) console.log(finding.message);
 */
import { check, emptySummary } from "./check.ts";
import { nameOf } from "./event.ts";
import type { Finding, Level, Severity, Summary } from "./finding.ts";
import { sourceOf } from "./input/open.ts";
import { type ApiName, createClassifier } from "./dispatch.ts";
import { createPlan, type PlanOptions, type ProfileName } from "./plan.ts";
import { compiled } from "./schema/compiled.ts";
import { mistakesOf } from "./schema/diagnose.ts";
import { bundledFaults } from "./schema/errors.ts";
import { rules } from "./rules/index.ts";

export type * from "./schema/compiled/realtime.d.ts";
export type { ApiName, Finding, Level, ProfileName, Severity, Summary };

/** What is wrong with a value that was never text: a finding without a file and a place in it. */
export type ValueFinding = Omit<Finding, "file" | "line" | "column" | "offset">;

export interface StreamOptions extends Omit<PlanOptions, "passthrough"> {
  /** The name that findings show. */
  name?: string;
}

/**
 * Whether `value` is a RealtimeResponse as the service sends it. Doubts, such as a field that the schema does not
 * know, do not count against it.
 */
export function isRealtimeResponse(value: unknown): boolean {
  const key = "ga/server/response#response";
  if (compiled("wire", key, "accept")(value)) return true;
  return bundledFaults("wire", key, value).every(({ rule }) => levelOf(rule) !== "error");
}

/** The findings of a parsed record: an event, a RealtimeResponse, or an envelope around one. None if it is as it should be. */
export function validate(value: unknown): ValueFinding[] {
  const event = createClassifier("auto", "auto")(value);
  const name = nameOf(event);
  const faults = event.kind === "checked" ? bundledFaults("wire", event.schema, event.payload) : [];
  return mistakesOf(event, faults).flatMap(({ where: _where, ...mistake }) => {
    const severity = levelOf(mistake.rule);
    return severity === "off" ? [] : [{ ...mistake, severity, ...(name === undefined ? {} : { event: name }) }];
  });
}

/**
 * The findings of a stream of JSON lines, or of JSON texts, as they are found. The generator returns the summary.
 * @param chunks bytes or text, cut anywhere; a Node `Readable` is one.
 * @throws where the stream fails, is not UTF-8 text, or the schema cannot be used.
 */
export async function* validateStream(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  options: StreamOptions = {},
): AsyncGenerator<Finding, Summary> {
  const summary = emptySummary();
  const plan = await createPlan(options);
  const source = sourceOf(chunks, options.name ?? "<stream>");
  summary.files = 1;
  try {
    for await (const step of check(source, plan, summary)) if (step.kind === "finding") yield step.finding;
  } finally {
    await source.close();
  }
  return summary;
}

function levelOf(rule: string): Level {
  return rules.find(({ id }) => id === rule)?.level ?? "error";
}
