/** Expressions that choose or take apart: CASE and EXTRACT ("case", "extract"). */
import { NULL_TYPE } from "../types/null-type.ts";
import { INTEGER_TYPE } from "../types/numeric.ts";
import type { TypeEngine } from "../types/type-engine.ts";
import { ColumnElement, type FromClause, type MapChild } from "./element.ts";

export interface CaseBranch {
  readonly when: ColumnElement;
  readonly result: ColumnElement;
}

export class Case<V = unknown> extends ColumnElement<V> {
  readonly kind = "case" as const;
  type: TypeEngine<V>;
  readonly value: ColumnElement | null;
  readonly branches: readonly CaseBranch[];
  readonly otherwise: ColumnElement | null;

  constructor(branches: readonly CaseBranch[], value: ColumnElement | null, otherwise: ColumnElement | null) {
    super();
    this.branches = branches;
    this.value = value;
    this.otherwise = otherwise;
    const typed = [...branches].reverse().find((branch) => !branch.result.type.isNull);
    this.type = (typed?.result.type ?? otherwise?.type ?? NULL_TYPE) as TypeEngine<V>;
  }

  private get parts(): ColumnElement[] {
    return [this.value, ...this.branches.flatMap((b) => [b.when, b.result]), this.otherwise].filter(
      (part) => part !== null,
    );
  }

  override get fromObjects(): readonly FromClause[] {
    return this.parts.flatMap((part) => part.fromObjects);
  }

  override mapChildren(map: MapChild): this {
    const value = this.value && map(this.value);
    const otherwise = this.otherwise && map(this.otherwise);
    const branches = this.branches.map((b) => ({ when: map(b.when), result: map(b.result) }));
    const same =
      value === this.value &&
      otherwise === this.otherwise &&
      branches.every((b, i) => b.when === this.branches[i]?.when && b.result === this.branches[i]?.result);
    return same ? this : this.with({ value, otherwise, branches });
  }
}

export class Extract extends ColumnElement<number> {
  readonly kind = "extract" as const;
  type: TypeEngine<number> = INTEGER_TYPE;
  readonly field: string;
  readonly expr: ColumnElement;

  constructor(field: string, expr: ColumnElement) {
    super();
    this.field = field;
    this.expr = expr;
  }

  override get fromObjects(): readonly FromClause[] {
    return this.expr.fromObjects;
  }

  override mapChildren(map: MapChild): this {
    const expr = map(this.expr);
    return expr === this.expr ? this : this.with({ expr });
  }
}
