/** The types made of the schemas, as a user's compiler sees them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import ts from "typescript";
import { compileTypes } from "../scripts/compile-types.ts";
import { apis } from "../src/event.ts";
import { eventOf, eventTypes } from "../src/schema/catalogue.ts";

/** Programs by what they show. Each is checked with `Realtime` as the module of types. */
const programs = {
  "a spoken answer": `
    const response: Realtime.RealtimeResponse = {
      object: "realtime.response",
      id: "resp_table_for_two",
      status: "completed",
      status_details: null,
      output: [
        {
          id: "item_booking",
          type: "message",
          status: "completed",
          role: "assistant",
          content: [{ type: "output_audio", transcript: "Your table for two is booked." }],
        },
        { type: "function_call", name: "book_table", call_id: "call_9", arguments: '{"seats":2}' },
      ],
      conversation_id: null,
      output_modalities: ["audio"],
      max_output_tokens: "inf",
      audio: { output: { format: { type: "audio/pcm", rate: 24000 }, voice: "marin" } },
      usage: { total_tokens: 61, input_tokens: 40, output_tokens: 21 },
      metadata: { party: "Lindqvist" },
    };
    const done: Realtime.RealtimeServerEvent = { type: "response.done", event_id: "event_evening_1", response };
    const limited: Realtime.RealtimeResponse = { ...response, max_output_tokens: 4096, metadata: null, usage: null };
    const voices: Realtime.RealtimeResponse["audio"][] = [
      { output: { voice: "brand-new" } },
      { output: { voice: { id: "voice_maitre" } } },
    ];
  `,

  "a response that is none": `
    // @ts-expect-error the status is "completed"
    const status: Realtime.RealtimeResponse = { status: "complete" };
    // @ts-expect-error a limit is a number or "inf"
    const limit: Realtime.RealtimeResponse = { max_output_tokens: "4096" };
    // @ts-expect-error no field of that name
    const field: Realtime.RealtimeResponse = { modalities: ["audio"] };
    // @ts-expect-error an item has a type
    const item: Realtime.RealtimeResponse = { output: [{ role: "assistant", content: [] }] };
    // @ts-expect-error the model does not say what the user does
    const part: Realtime.RealtimeResponse = { output: [{ type: "message", role: "assistant", content: [{ type: "input_text" }] }] };
    // @ts-expect-error strings only
    const metadata: Realtime.RealtimeResponse = { metadata: { seats: 2 } };
    // @ts-expect-error one rate only
    const format: Realtime.RealtimeAudioFormats = { type: "audio/pcm", rate: 16000 };
  `,

  "what the service sends": `
    const events: Realtime.RealtimeServerEvent[] = [
      {
        type: "session.created",
        event_id: "event_1",
        session: {
          type: "realtime",
          object: "realtime.session",
          id: "sess_bistro",
          model: "gpt-realtime",
          instructions: "Take bookings. Be brief.",
          output_modalities: ["audio"],
          tools: [{ type: "function", name: "book_table", parameters: { type: "object", required: ["seats"] } }],
          tool_choice: "auto",
          max_output_tokens: "inf",
          tracing: null,
          truncation: "auto",
          prompt: null,
          include: null,
          expires_at: 1795338000,
          audio: {
            input: {
              format: { type: "audio/pcm", rate: 24000 },
              transcription: null,
              noise_reduction: null,
              turn_detection: { type: "server_vad", threshold: 0.5, idle_timeout_ms: null },
            },
          },
        },
      },
      { type: "input_audio_buffer.speech_started", event_id: "event_2", audio_start_ms: 320, item_id: "item_1" },
      {
        type: "conversation.item.added",
        event_id: "event_3",
        previous_item_id: null,
        item: { type: "message", role: "user", content: [{ type: "input_audio", transcript: null }] },
      },
      {
        type: "response.output_audio_transcript.delta",
        event_id: "event_4",
        response_id: "resp_1",
        item_id: "item_2",
        output_index: 0,
        content_index: 0,
        delta: "For how many?",
      },
      {
        type: "rate_limits.updated",
        event_id: "event_5",
        rate_limits: [{ name: "tokens", limit: 40000, remaining: 39000, reset_seconds: 1.5 }],
      },
      {
        type: "error",
        event_id: "event_6",
        error: { type: "invalid_request_error", code: null, message: "No such table.", param: null, event_id: null },
      },
    ];
  `,

  "what the service does not send": `
    // @ts-expect-error a delta has more fields
    const delta: Realtime.RealtimeServerEvent = { type: "response.output_text.delta", event_id: "event_1", delta: "For" };
    // @ts-expect-error every event has an id
    const bare: Realtime.RealtimeServerEvent = { type: "input_audio_buffer.cleared" };
    // @ts-expect-error the client sends it
    const sender: Realtime.RealtimeServerEvent = { type: "input_audio_buffer.clear", event_id: "event_1" };
    // @ts-expect-error the beta sends it
    const name: Realtime.RealtimeServerEvent["type"] = "response.audio.delta";
  `,

  "what the client sends": `
    const events: Realtime.RealtimeClientEvent[] = [
      {
        type: "session.update",
        session: {
          type: "realtime",
          max_output_tokens: 512,
          tools: [{ type: "mcp", server_label: "menu", server_url: "https://menu.example/mcp", headers: { "x-table": "7" } }],
          tool_choice: { type: "function", name: "book_table" },
          audio: { input: { turn_detection: null }, output: { voice: "cedar", speed: 1.1 } },
        },
      },
      { type: "input_audio_buffer.append", audio: "UklGRg==" },
      {
        type: "conversation.item.create",
        item: { type: "function_call_output", call_id: "call_9", output: '{"booked":true}' },
      },
      { type: "response.create" },
      { type: "response.create", response: { conversation: "none", max_output_tokens: "inf", metadata: null } },
      { type: "response.cancel", response_id: "resp_1" },
    ];
    // @ts-expect-error what is appended is base64 text
    const append: Realtime.RealtimeClientEvent = { type: "input_audio_buffer.append", audio: [1, 2] };
    // @ts-expect-error the session says what it is
    const update: Realtime.RealtimeClientEvent = { type: "session.update", session: { instructions: "Be brief." } };
    // @ts-expect-error who answers a call names it
    const answer: Realtime.RealtimeClientEventConversationItemCreate["item"] = { type: "function_call_output", output: "" };
  `,

  "other APIs": `
    const beta: Realtime.RealtimeBetaServerEvent = {
      type: "response.audio.delta",
      event_id: "event_1",
      response_id: "resp_1",
      item_id: "item_2",
      output_index: 0,
      content_index: 0,
      delta: "UklGRg==",
    };
    const modalities: Realtime.RealtimeBetaResponse = { modalities: ["text", "audio"], max_output_tokens: "inf" };
    const translation: Realtime.RealtimeTranslationClientEvent = { type: "session.close" };
    // @ts-expect-error GA sends it
    const name: Realtime.RealtimeBetaServerEvent["type"] = "response.output_audio.delta";
    // @ts-expect-error there are no responses in a translation
    const response: Realtime.RealtimeTranslationEvent["type"] = "response.done";
  `,

  "an event known by its type": `
    type Status = Realtime.RealtimeResponse["status"];
    export function told(event: Realtime.RealtimeEvent): string | null | undefined {
      // @ts-expect-error not every event has one
      event.response;
      switch (event.type) {
        case "response.done": {
          const whole: Realtime.RealtimeServerEventResponseDone = event;
          const status: Status = whole.response.status;
          return status;
        }
        case "response.output_text.delta":
          return event.delta;
        case "error":
          return event.error.message;
        case "session.update":
          return event.session.type;
        default:
          return event.type;
      }
    }
    export function said(item: Realtime.RealtimeConversationItem): string | undefined {
      if (item.type === "function_call") return item.arguments;
      if (item.type === "mcp_call") return item.error?.type === "http_error" ? String(item.error.code) : undefined;
      if (item.type !== "message") return undefined;
      // @ts-expect-error only the model has phases
      item.phase;
      return item.role === "assistant" ? item.phase : item.content[0]?.text;
    }
    export function ears(detection: Realtime.RealtimeTurnDetection): number | string | undefined {
      return detection?.type === "server_vad" ? detection.threshold : detection?.eagerness;
    }
  `,

  "a type looked up by the event's": `
    const done: Realtime.RealtimeEvents["response.done"]["response"] = { status: "cancelled" };
    const closed: Realtime.RealtimeTranslationEvents["session.closed"]["type"] = "session.closed";
    export function on<T extends keyof Realtime.RealtimeEvents>(type: T, heard: (event: Realtime.RealtimeEvents[T]) => void): void {
      void [type, heard];
    }
    on("response.done", ({ response }) => response.output?.length);
    // @ts-expect-error no event of that name
    on("response.over", () => {});
  `,
};

/** A program that is right only if a union has exactly the events that the catalogue has. */
function coverage(): string {
  return apis
    .flatMap((api) =>
      (["Server", "Client"] as const).map((sender) => {
        const name = `Realtime${{ ga: "", beta: "Beta", translation: "Translation" }[api]}${sender}Event`;
        const types = eventTypes(api).filter((type) => eventOf(type)?.direction === sender.toLowerCase());
        return `export const ${name}: Record<Realtime.${name}["type"], true> = ${JSON.stringify(
          Object.fromEntries(types.map((type) => [type, true])),
        )};`;
      }),
    )
    .join("\n");
}

const declarations = compileTypes();
const sources = { ...programs, "all events of each union": coverage() };

/** What a strict compiler says of the declarations and of each program. */
function checked(): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), "rtvalidate-types-"));
  try {
    writeFileSync(join(folder, "realtime.d.ts"), declarations);
    for (const [name, text] of Object.entries(sources)) {
      writeFileSync(join(folder, `${name}.ts`), `import type * as Realtime from "./realtime.d.ts";\n${text}`);
    }
    const program = ts.createProgram(
      ["realtime.d.ts", ...Object.keys(sources).map((name) => `${name}.ts`)].map((file) => join(folder, file)),
      {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.NodeNext,
        types: [],
      },
    );
    const faultsOf = (file: string): string[] =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(file))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    return new Map(
      program.getRootFileNames().map((file) => [basename(file).replace(/(\.d)?\.ts$/, ""), faultsOf(file)]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const faults = checked();

test.each(["realtime", ...Object.keys(sources)])("to the compiler nothing is wrong: %s", (name) => {
  expect(faults.get(name)).toEqual([]);
});

test("the unions of GA have 46 and 11 events", () => {
  const senders = eventTypes("ga").map((type) => eventOf(type)!.direction);
  expect(senders.filter((sender) => sender === "server")).toHaveLength(46);
  expect(senders.filter((sender) => sender === "client")).toHaveLength(11);
});

test("nothing is any", () => {
  const anys: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) anys.push(node.parent.getText());
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile("realtime.d.ts", declarations, ts.ScriptTarget.ES2023, true));
  expect(anys).toEqual([]);
});

describe("of schemas", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rtvalidate-types-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The types of one resource, `schema`, in a file beside `others`. */
  function typesOf(schema: object, others: Record<string, object> = {}): string {
    const index = { schemas: { booking: { schemas: { ga: "booking.json" } } }, events: {} };
    for (const [name, content] of Object.entries({ ...others, "booking.json": schema, "index.json": index })) {
      writeFileSync(join(folder, name), JSON.stringify(content));
    }
    return compileTypes(folder);
  }

  test("a description is the comment, a title the name; what has no title is written out", () => {
    const guest = { type: "object", properties: { name: { description: "As spoken.", type: "string" } } };
    const table = { title: "Table", description: "Where they sit.", type: "integer", minimum: 1 };
    const schema = {
      title: "Booking",
      description: "One evening */ one table.",
      type: "object",
      properties: {
        table: { description: "Their table.", $ref: "parts.json#/$defs/table" },
        guest: { description: "Who called.", $ref: "parts.json#/$defs/guest" },
        "x-notes": { description: "Whatever else.", type: ["array", "null"], items: { type: ["string", "number"] } },
        wishes: { description: "In any form.", type: "object" },
      },
      required: ["table"],
    };
    const text = typesOf(schema, { "parts.json": { $defs: { guest, table } } });
    expect(text.slice(0, text.indexOf("/** An event"))).toBe(`\
/** One evening *\\/ one table. */
export interface Booking {
  /** Their table. */
  table: Table;
  /** Who called. */
  guest?: {
    /** As spoken. */
    name?: string;
  };
  /** Whatever else. */
  "x-notes"?: (string | number)[] | null;
  /** In any form. */
  wishes?: Record<string, unknown>;
}

/** Where they sit. */
export type Table = number;

`);
  });

  test.each([
    [
      "two types of one name",
      { title: "Booking", anyOf: [{ $ref: "#/$defs/table" }], $defs: { table: { title: "Booking", type: "integer" } } },
      "two types are called Booking: booking.json and booking.json#/$defs/table",
    ],
    [
      "a title that a union has",
      { title: "RealtimeEvent", type: "string" },
      "two types are called RealtimeEvent: booking.json and index.json",
    ],
    [
      "a title that is no name",
      { title: "a booking", type: "string" },
      "booking.json: a booking is no name for a type",
    ],
    ["a keyword that is not known", { title: "Booking", not: { type: "string" } }, "no type is made of not"],
    ["a reference to nothing", { title: "Booking", $ref: "#/$defs/table" }, "no schema at booking.json#/$defs/table"],
    [
      "a field beside a union that a branch lacks",
      { title: "Booking", properties: { seats: { type: "integer" } }, anyOf: [{ type: "object" }] },
      "booking.json: not every branch has seats",
    ],
  ])("%s is an error", (_name, schema, message) => {
    expect(() => typesOf(schema)).toThrow(message);
  });
});
