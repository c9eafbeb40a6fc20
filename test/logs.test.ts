/** Events in lines of logs: what stands before them is passed over, and says who sent them. */
import { isLogNote, loggedIn } from "../src/log.ts";
import { everyWay } from "./support/every-way.ts";
import { rtvalidate } from "./support/cli.ts";
import { cleared } from "./support/records.ts";

const event = JSON.stringify(cleared());
const colour = "\u001b[34m";
const plain = "\u001b[39m";

/** What stands before an event, after it, and the word for its sender. */
const lines: [before: string, after: string, sender: string | undefined][] = [
  // wscat on a terminal, and its colours
  ["< ", "", "<"],
  ["> ", "", ">"],
  [`${colour}< `, plain, "<"],
  // livekit agents
  ["<<< ", "", "<<<"],
  ["2026-11-24 10:00:00,123 DEBUG livekit.plugins.openai - >>> ", "", ">>>"],
  // a probe of the protocol
  ["1343.7  S>C  TEXT  429 B  ", "", "S>C"],
  ["12.0 C>S TEXT 31 B ", "", "C>S"],
  // loguru, as pipecat has it
  ["2026-07-01 12:00:01.123 | DEBUG    | pipecat.services.openai:_receive:123 - <<< ", "", "<<<"],
  // browsers' consoles, and what Azure's examples print
  ["Received event: ", "", "Received"],
  ["Sent client event: ", "", "client"],
  ["Received server event: ", "  ", "server"],
  ["[10:15:02] ", "", undefined],
  ["2026-11-24T10:00:00.123Z ", "", undefined],
  ["INFO: ", "", undefined],
  // containers, services, phones
  ["2026-09-18T10:15:02.123456789Z stdout F ", "", undefined],
  ["bookings-1  | ", "", undefined],
  ["bookings-1  | < ", "", "<"],
  ["2026-09-18T10:15:02.123456+00:00 app[web.1]: ", "", undefined],
  ["Sep  8 10:15:02 kitchen bookings[1234]: ", "", undefined],
  ["2026-09-18T10:15:02.123Z\t6f1c\tINFO\t", "", undefined],
  ["09-18 10:15:02.123  1234  1250 D Bookings: onMessage: ", "", undefined],
  ["2025-04-22 09:01:18.018-0500 [Worker-0] DEBUG tables.OpenAIRealtime - Response Event : ", "", undefined],
  ["[10:15:02.123][127.0.0.1:51234] << WebSocket text message ", "", "<<"],
  // wscat moves the cursor first
  ["\u001b[2K\u001b[3D\u001b[34m< ", plain, "<"],
];

test.each(lines)("%j%j", (before, after, sender) => {
  const line = before + event + after;
  const logged = loggedIn(line);
  expect(line.slice(logged?.from, logged?.to)).toBe(event);
  expect(logged?.sender).toBe(sender);
});

test.each(lines)("%j%j, whatever the digits", (before, after) => {
  const plainest = loggedIn(before + event + after);
  for (const digit of "0123456789") {
    expect(loggedIn(before.replaceAll(/\d/g, digit) + event + after)).toEqual(plainest);
  }
});

test.each(["12 ", "table ", "[", '"', "null ", "x < ", "/", "order.placed ", "{", '["< ", '])(
  "%j is not how a line of a log begins",
  (before) => {
    expect(loggedIn(before + event)).toBeUndefined();
  },
);

test("an event in a log has its place in the line, on every way in", async () => {
  const log = [
    "Connected (press CTRL+C to quit)",
    `< ${event}`,
    `räksmörgås ${event}`,
    `2026-11-24 10:00:00 INFO a table was booked`,
    `2026-11-24 10:00:00 < ${JSON.stringify(cleared({ event_id: 7 }))}`,
    `> ${event}`,
    `< ${event.slice(0, 20)}`,
    'Disconnected (code: 1000, reason: "")',
  ].join("\n");
  const { findings, summary } = await everyWay(log, { name: "capture.log" });
  expect(findings.map(({ rule, line, column }) => `${line}:${column} ${rule}`)).toEqual([
    "1:1 foreign-record",
    "3:1 invalid-json",
    "5:71 wrong-type",
    "6:11 wrong-direction",
    expect.stringMatching(/^7:\d+ invalid-json$/),
  ]);
  expect(summary).toMatchObject({ records: 8, valid: 1, invalid: 4, unchecked: 3 });
});

test("a record is handed on with its line", () => {
  const { stdout } = rtvalidate(["--passthrough", "valid"], { input: `${colour}< ${event}${plain}\n` });
  expect(stdout).toBe(`${colour}< ${event}${plain}\n`);
});

test.each([
  ["Disconnected (code: 1006)", true],
  ["2026-11-24 10:00:00,001 INFO worker ready", true],
  ["> ", true],
  ["hold the line", false],
  ["INFO", false],
  [`2026-11-24 10:00:00 ${event.slice(0, 9)}`, false],
])("%j between events: %j", (line, isNote) => {
  expect(isLogNote(line)).toBe(isNote);
});

test.each(["1", "1.", "1:", "1 ", "a.b:", ":=-|", "event ", "2026-11-24 10:00:00", "<", "[1", "S>C", "a.1"])(
  "many %j before an event take no longer than they should",
  (piece) => {
    const before = `< ${piece.repeat(290 / piece.length)}`;
    for (const end of ["", "x", " x ", "!", "."]) loggedIn(before + end + event);
    expect(loggedIn(`${before}"${event}`)).toBeUndefined();
  },
);

test("a logger's fields beside an event's own are the logger's; one alone is a slip", async () => {
  const pino = { level: 30, time: 1758000000000, pid: 7, hostname: "kitchen", ...cleared(), msg: "received" };
  expect((await everyWay(`${JSON.stringify(pino)}\n`)).findings).toEqual([]);
  const { findings } = await everyWay(`${JSON.stringify(cleared({ level: 30 }))}\n`);
  expect(findings.map(({ rule, pointer }) => [rule, pointer])).toEqual([["unknown-field", "/level"]]);
  const both = await everyWay(`${JSON.stringify({ ...pino, rate: 1 })}\n`);
  expect(both.findings.map(({ pointer }) => pointer)).toEqual(["/rate"]);
});
