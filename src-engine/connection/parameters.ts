import { ArgumentError } from "../errors.ts";

/** Values of bind parameters by name. */
export type ParameterSet = Readonly<Record<string, unknown>>;

/** What `execute()` takes beside a statement: nothing, one set of parameters, or a list of such. */
export type ExecuteParameters = ParameterSet | readonly ParameterSet[] | null;

const isSet = (value: unknown): value is ParameterSet =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The sets of parameters that an argument stands for; none for no argument or an empty list.
 * @throws ArgumentError for anything else
 */
export function parameterSets(parameters: unknown): readonly ParameterSet[] {
  if (parameters === null || parameters === undefined) return [];
  if (Array.isArray(parameters)) {
    if (parameters.length > 0 && !isSet(parameters[0])) {
      throw new ArgumentError("List argument must consist only of dictionaries");
    }
    return parameters as readonly ParameterSet[];
  }
  if (isSet(parameters)) return [parameters];
  throw new ArgumentError("mapping or list expected for parameters");
}
