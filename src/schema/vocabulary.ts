/**
 * The ajv that explains: every error, each with its schema and value, and unions that tell which
 * errors came from which branch. Used when the package is built, and for a user's own schema.
 */
import { _, type Ajv, type CodeKeywordDefinition, type KeywordCxt, Name, type Options } from "ajv";

/**
 * ajv's code with errors of called functions added in place. As generated it copies the whole list for each of them, which
 * takes quadratic time where many items of an array are wrong. Each list is made anew by each call, so nobody else has it.
 */
export function inPlace(code: string): string {
  return code.replaceAll(
    /vErrors === null \? (\w+\.errors) : vErrors\.concat\(\1\)/g,
    "vErrors === null ? $1 : $1.reduce((list, error) => (list.push(error), list), vErrors)",
  );
}

export const explainOptions: Options = {
  code: { process: inPlace },
  allErrors: true,
  verbose: true,
  messages: false,
  strict: false,
  strictNumbers: true,
};

/** ajv's count of errors so far, in the code that it generates. */
const errors = new Name("errors");

/** Keywords under which errors of several subschemas are mixed into one list. */
const mixing = ["anyOf", "oneOf", "contains"];

/**
 * ajv's keyword, its error's params with `counts`: how many of the errors just before it came from
 * each subschema, in order.
 */
function counted(keyword: CodeKeywordDefinition): CodeKeywordDefinition {
  return {
    ...keyword,
    error: {
      message: "",
      params: ({ params }) => {
        const counts = params["counts"] ?? _`[]`;
        return params["passing"] ? _`{counts: ${counts}, passing: ${params["passing"]}}` : _`{counts: ${counts}}`;
      },
    },
    code(cxt: KeywordCxt) {
      const { gen } = cxt;
      const counts = gen.const("counts", _`[]`);
      const subschema = cxt.subschema.bind(cxt);
      const setParams = cxt.setParams.bind(cxt);
      cxt.subschema = (application, valid) => {
        const before = gen.const("before", errors);
        const inner = subschema(application, valid);
        gen.code(_`${counts}.push(${errors} - ${before})`);
        return inner;
      };
      cxt.setParams = (params, assign) => setParams({ ...params, counts }, assign);
      cxt.setParams({});
      keyword.code(cxt);
    },
  };
}

/** Teaches `ajv` the counting unions and the keywords of profile.ts. */
export function teach(ajv: Ajv): void {
  for (const name of mixing) {
    const keyword = ajv.getKeyword(name);
    if (typeof keyword !== "object" || !("code" in keyword) || !keyword.code) continue;
    ajv.removeKeyword(name);
    ajv.addKeyword(counted(keyword));
  }
  ajv.addKeyword({
    keyword: "x-unexpected-null",
    schemaType: "boolean",
    error: { message: "" },
    code(cxt: KeywordCxt) {
      cxt.fail(_`${cxt.data} === null`);
    },
  });
  ajv.addKeyword({
    keyword: "x-always",
    type: "object",
    schemaType: "array",
    error: { message: "", params: ({ params }) => _`{missingProperty: ${params["missing"]}}` },
    code(cxt: KeywordCxt) {
      for (const name of cxt.schema as string[]) {
        cxt.setParams({ missing: name });
        cxt.gen.if(_`${cxt.data}[${name}] === undefined`, () => cxt.error());
      }
    },
  });
}
