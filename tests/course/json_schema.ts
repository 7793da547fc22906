/**
 * Checks a value against the part of JSON Schema that the course uses.
 *
 * @module
 */

/** A schema, as far as it is understood here. */
interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/**
 * Finds where a value differs from a schema.
 *
 * @param value The value.
 * @param schema The schema.
 * @returns One line per difference.
 */
export function problemsIn(value: unknown, schema: unknown): string[] {
  const root = schema as Schema;
  return check(value, root, "", root.definitions ?? {});
}

function check(
  value: unknown,
  schema: Schema,
  path: string,
  definitions: Readonly<Record<string, Schema>>,
): string[] {
  if (schema.$ref) {
    const name = schema.$ref.replace("#/definitions/", "");
    return check(value, definitions[name], path, definitions);
  }
  const own = checkValue(value, schema).map((text) => `${path}: ${text}`);
  if (Array.isArray(value)) {
    return [
      ...own,
      ...value.flatMap((item, index) =>
        check(item, schema.items ?? {}, `${path}[${index}]`, definitions)
      ),
    ];
  }
  if (typeof value !== "object" || value === null) return own;
  const { properties = {}, required = [] } = schema;
  const missing = required.filter((name) => !(name in value))
    .map((name) => `${path}: ${name} is missing`);
  const inner = Object.entries(value).flatMap(([name, item]) =>
    name in properties
      ? check(item, properties[name], `${path}.${name}`, definitions)
      : schema.additionalProperties === false
      ? [`${path}: ${name} is unknown`]
      : []
  );
  return [...own, ...missing, ...inner];
}

function checkValue(value: unknown, schema: Schema): string[] {
  const problems: string[] = [];
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(value, type))) {
    problems.push(`${JSON.stringify(value)} is not ${types.join(" or ")}`);
  }
  if ("const" in schema && value !== schema.const) problems.push("wrong const");
  if (schema.enum && !schema.enum.includes(value)) problems.push("not in enum");
  if (typeof value === "string" && schema.pattern !== undefined) {
    if (!new RegExp(schema.pattern).test(value)) problems.push(`odd: ${value}`);
  }
  if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity } = schema;
    if (value < minimum || value > maximum) problems.push("out of range");
  }
  return problems;
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "object":
      return typeof value === "object" && value !== null &&
        !Array.isArray(value);
    default:
      return [typeof value].some((actual) => actual === type);
  }
}
