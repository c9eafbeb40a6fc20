/** The matcher, as a user's tests have it. */
import { toBeValidRealtime, toBeValidRealtimeSession } from "../src/jest.ts";
import { createValidator } from "../src/index.ts";
import { cleared, done, lines } from "./support/records.ts";
import { session } from "./support/sessions.mjs";

expect.extend({ toBeValidRealtime, toBeValidRealtimeSession });

test("what is valid passes", () => {
  expect(done()).toBeValidRealtime();
  expect({ direction: "received", event: cleared() }).toBeValidRealtime({ schema: "server" });
  expect(done({ seats: 2 })).toBeValidRealtime();
});

test("what is not says what the command line would", () => {
  const { pass, message } = toBeValidRealtime(done({ seats: 2, status: "complete" }));
  expect(pass).toBe(false);
  expect(message().split("\n")).toEqual([
    "expected response.done to be as Realtime has it, but:",
    '  warning: at /response/seats: unknown field "seats" [unknown-field]',
    expect.stringMatching(
      /^ {2}error: at \/response\/status: got "complete".*\(did you mean "completed"\?\) \[enum-mismatch\]$/,
    ),
  ]);
  expect(() => expect({ type: "response.dome" }).toBeValidRealtime()).toThrow(/did you mean "response.done"/);
});

test("not to be valid", () => {
  expect(cleared({ event_id: 7 })).not.toBeValidRealtime();
  expect(cleared()).not.toBeValidRealtime({ schema: "client" });
  expect(() => expect(cleared()).not.toBeValidRealtime()).toThrow("but it is");
});

test.each([undefined, null, "event", 7, [], () => 1])("%p is not valid", (value) => {
  expect(value).not.toBeValidRealtime();
});

test("many findings are counted", () => {
  const output = Array.from({ length: 30 }, () => ({ type: "message", role: "user", status: "done", content: [] }));
  expect(toBeValidRealtime(done({ output })).message()).toMatch(/\n {2}and 10 more$/);
});

describe("a session", () => {
  const events = session({ seed: 4 });

  test("that is as it should be passes, as values and as text", () => {
    expect(events).toBeValidRealtimeSession();
    expect(`\n${lines(...events)}\n`).toBeValidRealtimeSession({ profile: "wire" });
    expect(() => expect(events).not.toBeValidRealtimeSession()).toThrow("but it is");
  });

  test("that is not tells which event is wrong, and why", () => {
    const { pass, message } = toBeValidRealtimeSession([cleared(), cleared()]);
    expect(pass).toBe(false);
    expect(message()).toBe(
      [
        "expected the session to be as Realtime has it, but:",
        "  event 2 (input_audio_buffer.cleared): error: at /event_id: this is the event of line 1 again [duplicate-event-id]",
      ].join("\n"),
    );
    expect(lines(cleared(), cleared())).not.toBeValidRealtimeSession();
    expect([cleared(), cleared()]).toBeValidRealtimeSession({ sessionRules: false });
  });

  test("has only so many findings shown", () => {
    const { message } = toBeValidRealtimeSession(Array.from({ length: 30 }, () => 7));
    expect(message().split("\n")).toHaveLength(22);
    expect(message()).toMatch(/\n {2}event 20: error: .*\n {2}and 10 more$/);
  });

  test.each([
    [undefined, "got undefined"],
    [null, "got null"],
    [cleared(), "got object"],
    [() => 1, "got function"],
    [[], "there is none"],
    ["\n\n", "there is none"],
    [`${lines(cleared())}\n{"type"`, "line 3 of the text is not JSON"],
  ])("is not %p", (value, reason) => {
    const { pass, message } = toBeValidRealtimeSession(value);
    expect({ pass, message: message() }).toEqual({
      pass: false,
      message: `expected an array of Realtime events or a text of JSON lines, but ${reason}`,
    });
  });
});

describe("a validator", () => {
  const beta = {
    type: "response.text.delta",
    event_id: "e",
    response_id: "r",
    item_id: "i",
    output_index: 0,
    content_index: 0,
    delta: "",
  };
  test("has the settings of the command line", () => {
    expect(createValidator()(beta)).toMatchObject([
      { rule: "unknown-event-type", suggestion: "response.output_text.delta" },
    ]);
    expect(createValidator({ api: "beta" })(beta)).toEqual([]);
    expect(createValidator({ profile: "spec" })(done()).map(({ pointer }) => pointer)).toEqual([
      "/response/status_details",
    ]);
    expect(createValidator({ profile: "strict" })(done({ seats: 2 }))).toMatchObject([{ severity: "error" }]);
    expect(createValidator({ rules: { "unknown-field": "off" } })(done({ seats: 2 }))).toEqual([]);
  });
  test("judges each value by itself", () => {
    const validate = createValidator();
    const created = {
      type: "session.created",
      event_id: "e",
      session: { id: "s", object: "realtime.session", modalities: ["text"] },
    };
    expect(validate(created).map(({ rule }) => rule)).not.toContain("missing-field");
    expect(validate(beta)).toMatchObject([{ rule: "unknown-event-type" }]);
  });
});
