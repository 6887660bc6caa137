import type { Mapper } from "../mapping/mapper.ts";
import { DeleteAll, PostUpdateAll, ProcessAll, SaveAll } from "./actions.ts";
import type { DependencyProcessor, FlushAction, WholeStepsPort } from "./flush-context.ts";

/** The steps of a flush for whole classes and relationships, each made when it is first asked for, and their order. */
export class WholeSteps implements WholeStepsPort {
  /** Every step, in the order in which it came up; steps for single objects join them where there are circles. */
  readonly actions: FlushAction[] = [];
  readonly #wholes = new Map<object, Map<string, FlushAction>>();
  readonly #dependencies = new Map<Mapper, Set<DependencyProcessor>>();

  /** The processors whose steps a class's own are ordered against. */
  dependenciesOf(mapper: Mapper): Iterable<DependencyProcessor> {
    return this.#dependencies.get(mapper.baseMapper) ?? [];
  }

  order(before: FlushAction | null, after: FlushAction | null): void {
    if (before === null || after === null) return;
    const { predecessors } = after;
    // One object's steps are ordered against all of its children in turn, and so the same pair comes up over and over.
    if (predecessors[predecessors.length - 1] !== before) predecessors.push(before);
  }

  saveAll(mapper: Mapper): FlushAction {
    const base = mapper.baseMapper;
    return this.#whole(base, "save", () => new SaveAll(base));
  }

  deleteAll(mapper: Mapper): FlushAction {
    const base = mapper.baseMapper;
    return this.#whole(base, "delete", () => new DeleteAll(base));
  }

  processAll(processor: DependencyProcessor, isDelete: boolean): FlushAction {
    return this.#whole(processor, isDelete ? "delete" : "save", () => {
      const base = processor.parent.baseMapper;
      const processors = this.#dependencies.get(base);
      if (processors === undefined) this.#dependencies.set(base, new Set([processor]));
      else processors.add(processor);
      return new ProcessAll(processor, isDelete);
    });
  }

  postUpdateAll(mapper: Mapper, isDelete: boolean): FlushAction {
    const base = mapper.baseMapper;
    return this.#whole(base, `post-update ${isDelete}`, () => new PostUpdateAll(base, isDelete));
  }

  enter(action: FlushAction): FlushAction {
    this.actions.push(action);
    return action;
  }

  #whole(owner: object, name: string, make: () => FlushAction): FlushAction {
    let named = this.#wholes.get(owner);
    if (named === undefined) {
      named = new Map();
      this.#wholes.set(owner, named);
    }
    let action = named.get(name);
    if (action === undefined) {
      action = this.enter(make());
      named.set(name, action);
    }
    return action;
  }
}
