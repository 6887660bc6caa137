import { InvalidRequestError } from "../../errors.ts";
import { isEntity } from "../entities.ts";
import type { LoadContext, LoadOptions } from "../load-context.ts";
import { oneTurnFurther } from "../load-element.ts";
import { Load } from "../loader-options.ts";
import { LoadPath } from "../path.ts";
import type { Loaded } from "./strategy-interface.ts";

/** Whether and where a loader that emits a statement of its own descends one level further. */
export interface Descent {
  /** The path of the objects, from the first query on. */
  readonly path: LoadPath;
  readonly runs: boolean;
  readonly options: Partial<LoadOptions>;
  /** How often a self-referential option may still descend; `null` without such an option. */
  readonly depth: number | null;
}

/** Ends a loader at a relationship that the path has been through, unless an option leads on. */
export function descend({ property, element }: Loaded, path: LoadPath, context: LoadContext): Descent {
  const { currentPath } = context.plan;
  const effective = currentPath.isRoot ? path : currentPath.append(path.elements);
  let options: Partial<LoadOptions> = { topLevel: context.topLevel };
  let depth = element?.options?.recursionDepth ?? null;
  const stop = (): Descent => ({ path: effective, runs: false, options, depth });

  if (depth !== null) {
    if (!property.selfReferential) {
      throw new InvalidRequestError(
        `recursion_depth option on relationship ${property} not valid for non-self-referential relationship`,
      );
    }
    const unlimited = depth === -1;
    depth = context.options.recursion.get(property) ?? depth;
    if (!unlimited && depth < 0) return stop();
    if (!unlimited) {
      options = { ...options, recursion: new Map([...context.options.recursion, [property, depth - 1]]) };
    }
  }
  if (context.hasPostLoad(effective, property)) return stop();
  if (!context.plan.loaders.has(path.property(property).natural)) {
    const own = effective.property(property);
    if (property.joinDepth) {
      if (own.length / 2 > property.joinDepth) return stop();
    } else if (own.containsMapper(property.mapper)) return stop();
  }
  return { path: effective, runs: true, options, depth };
}

/** The path, which ends with the relationship or with an entity behind it, without the turns that the loader has made. */
export function withoutTurns(path: LoadPath, { property }: Pick<Loaded, "property">): LoadPath {
  if (path.parent !== null && isEntity(path.element)) return withoutTurns(path.parent, { property }).to(path.element);
  const elements = path.elements;
  const first = elements.indexOf(property);
  return first < 0 ? path : LoadPath.of(elements.slice(0, first + 1));
}

/** The option that continues a self-referential loader one level down. */
export function oneLevelDown({ element }: Loaded): Load | null {
  if (element === null) return null;
  const [first] = element.path.elements;
  return Load.for(first).withElements([element, oneTurnFurther(element)], true);
}
