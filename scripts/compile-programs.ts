/**
 * Encodes the bundled schemas for the prover: a program for each API and profile, in which a record is one of the API's events
 * or a bare response. What a program proves is clean whatever the input has shown before, as long as it speaks that API.
 */
import type { Api, Direction } from "../src/event.ts";
import { OBJECT } from "../src/prover/assembly/layout.ts";
import { createEncoder } from "../src/prover/program/encode.ts";
import type { Model } from "../src/prover/model/model.ts";
import { createModeller, type Located } from "../src/prover/model/modeller.ts";
import type { Program } from "../src/prover/program/program.ts";
import { isObject } from "../src/json.ts";
import { stepsOf } from "../src/pointer.ts";

interface Entry {
  direction?: Direction;
  schemas: Partial<Record<Api, string>>;
}

export interface Sources {
  api: Api;
  /** By name: events and resources. */
  entries: Readonly<Record<string, Entry>>;
  /** The schema in a file, in the form that proves what `sender` sends. */
  schemaOf: (file: string, sender: Direction) => unknown;
}

/** Events that say which API the input speaks; they are proved only where they say that it is this one. */
const sessionEvent = /^(?:transcription_)?session\.(?:created|updated)$/;

/** What a session in GA says of itself. */
const sessionTypes: ReadonlySet<string> = new Set(["realtime", "transcription"]);

/** Fields by which an event would say who sent it, which is nothing that a schema knows. */
const senderFields = ["direction", "source", "from", "from_client", "message", "msg", "event", "method"];

/** Fields of a response by which it is taken for one, whatever its `object` says (src/envelope.ts, `certainlyResponse`). */
const sureFields = ["status", "status_details", "output"];

/** Takes nothing. */
const refused: Model = { mask: 0, may: 0 };

function without(fields: ReadonlyMap<string, Model>, names: readonly string[]): Map<string, Model> {
  return new Map([...fields].filter(([name]) => !names.includes(name)));
}

const saysItsApi = (session: Model | undefined): boolean =>
  session?.by?.field === "type" && [...session.by.cases.keys()].every((type) => sessionTypes.has(type));

/** The program, and its bytes. */
export function compileProgram({ api, entries, schemaOf }: Sources): { program: Program; bytes: Uint8Array } {
  const modellers = new Map(
    (["server", "client"] as const).map((sender) => {
      const resolve = (reference: string, file: string): Located => {
        const { pathname, hash } = new URL(reference, `file:///${file}`);
        const target = stepsOf(decodeURIComponent(hash.slice(1))).reduce<unknown>(
          (value, step) => (isObject(value) ? value[step] : undefined),
          schemaOf(pathname.slice(1), sender),
        );
        return { schema: target, file: pathname.slice(1) };
      };
      const { modelOf } = createModeller({ resolve, assertsFormats: false, hasPrefixItems: true });
      return [
        sender,
        (place: string): Model => {
          const { schema, file } = resolve(place, "");
          return modelOf(schema, file);
        },
      ];
    }),
  );
  const names: string[] = [];
  const cases = { server: new Map<string, Model>(), client: new Map<string, Model>() };
  for (const [type, { direction, schemas }] of Object.entries(entries)) {
    const place = schemas[api];
    if (place === undefined || !direction) continue;
    const model = modellers.get(direction)?.(place);
    if (!model?.object) throw new Error(`${api} ${type} is no plain object, and cannot be proved`);
    if (sessionEvent.test(type) && !(api === "ga" && saysItsApi(model.object.fields.get("session")))) continue;
    names.push(type);
    // refused by name, since where any field may stand these would be let pass
    const saying = senderFields.map((name) => [name, refused] as const);
    const fields = new Map([...without(model.object.fields, senderFields), ...saying]);
    const object = { ...model.object, fields };
    cases[direction].set(type, { ...model, object, event: names.length });
  }
  const place = entries["response"]?.schemas[api] ?? entries["response"]?.schemas.ga ?? "";
  const response = modellers.get("server")?.(place);
  if (!response?.object) throw new Error("a response is no plain object, and cannot be proved");
  names.push("realtime.response");
  // a type may be that of an event of another API
  const { object } = response;
  const responseObject = { ...object, fields: new Map([...object.fields, ["type", refused] as const]) };
  const having = (...fields: string[]): Model => ({
    ...response,
    object: { ...responseObject, required: new Set([...responseObject.required, ...fields]) },
  });
  const bare: Model = {
    mask: response.mask,
    may: response.may,
    choice: [having(...sureFields), having("object")],
    event: names.length,
  };

  // in an envelope a response is one only by its `object`
  const named: Model = { ...having("object"), event: names.length };

  const encoder = createEncoder();
  const root = (otherwise: Model, ...sides: ReadonlyMap<string, Model>[]): number => {
    const by = { field: "type", cases: new Map(sides.flatMap((side) => [...side])), otherwise };
    return encoder.encode({ mask: OBJECT, may: OBJECT, by });
  };
  const rootsWith = (otherwise: Model): Program["roots"] => ({
    auto: root(otherwise, cases.server, cases.client),
    server: root(otherwise, cases.server),
    client: root(otherwise, cases.client),
    response: encoder.encode(otherwise),
  });
  // an event is named by what leads to it
  const wrapped = { ...rootsWith(named), response: root(named) };
  const program = { roots: rootsWith(bare), wrapped, events: names };
  return { program, bytes: encoder.bytes() };
}
