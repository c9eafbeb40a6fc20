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
import type { Finding, Level, Severity, Summary } from "./finding.ts";
import { decompressed } from "./input/decompress.ts";
import { sourceOf } from "./input/open.ts";
import type { ApiName, SchemaName } from "./dispatch.ts";
import { insist } from "./insist.ts";
import { levelsOf, type ProfileName } from "./levels.ts";
import { createPlan, type PlanOptions } from "./plan.ts";
import { recordRules } from "./rules/records.ts";
import { compiled } from "./schema/compiled.ts";
import type { RealtimeResponse } from "./schema/compiled/realtime.d.ts";
import { createValidator, explaining, type Validator } from "./values.ts";

export type * from "./schema/compiled/realtime.d.ts";
export type { ApiName, Finding, Level, ProfileName, SchemaName, Severity, Summary };
export { checkSession, createValidator } from "./values.ts";
export type {
  RelatedEvent,
  SessionFinding,
  SessionOptions,
  Validator,
  ValidatorOptions,
  ValueFinding,
} from "./values.ts";

export interface StreamOptions extends Omit<PlanOptions, "passthrough" | "jobs"> {
  /** The name that findings show. Its ending tells how records lie in the stream, and `.br` that it is brotli. */
  name?: string;
}

/** What `createValidator()` makes. */
export const validate: Validator = createValidator();

const responseKey = "ga/server/response#response";
const ownLevelOf = levelsOf(recordRules, {});

/**
 * Whether `value` is a RealtimeResponse as the service sends it, not wrapped in an event or an envelope. Doubts, such as a
 * field that the schema does not know, do not count against it.
 */
export function isRealtimeResponse(value: unknown): value is RealtimeResponse {
  if (compiled("wire", responseKey, "accept")(value)) return true;
  return explaining.wire(responseKey, value).every(({ rule }) => ownLevelOf(rule) !== "error");
}

/**
 * The findings of a stream of JSON lines, or of JSON texts, compressed or not, as they are found. The generator returns the summary.
 * @param chunks bytes or text, cut anywhere; a Node `Readable` is one, and so is a whole text.
 * @throws where the stream fails, is not UTF-8 text, or the schema cannot be used; TypeError where an option is none.
 */
export async function* validateStream(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  options: StreamOptions = {},
): AsyncGenerator<Finding, Summary> {
  insist(options, false);
  const summary = emptySummary();
  const plan = await createPlan(options);
  const source = decompressed(sourceOf(typeof chunks === "string" ? [chunks] : chunks, options.name ?? "<stream>"));
  summary.files = 1;
  try {
    for await (const steps of check(source, plan, summary)) {
      for (const step of steps) if (step.kind === "finding") yield step.finding;
    }
  } finally {
    await source.close();
  }
  return summary;
}
