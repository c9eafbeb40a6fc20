/** The matcher, as a user's tests have it. */
import { toBeValidRealtime } from "../src/jest.ts";
import { createValidator } from "../src/index.ts";
import { cleared, done } from "./support/records.ts";

expect.extend({ toBeValidRealtime });

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
    const session = {
      type: "session.created",
      event_id: "e",
      session: { id: "s", object: "realtime.session", modalities: ["text"] },
    };
    expect(validate(session).map(({ rule }) => rule)).not.toContain("missing-field");
    expect(validate(beta)).toMatchObject([{ rule: "unknown-event-type" }]);
  });
});
