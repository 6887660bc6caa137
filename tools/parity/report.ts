import { canonical, type Difference, eventText, settle, sortedRows } from "./compare.ts";
import type { RecordedStep, Recording, Scenario } from "./document.ts";

/** One failure in a few lines: where, expected, got. */
export function differenceText(scenario: Scenario, difference: Difference, detail: string | null): string {
  const place = typeof difference.at === "number" ? `step ${difference.at} ${difference.op}` : difference.at;
  const side = (text: string | null) => (text === null ? "(nothing)" : text.trim().replaceAll("\n", "\n             "));
  return [
    `✗ ${scenario.id} · ${place} · ${difference.field}`,
    `    expected ${side(difference.expected)}`,
    `    got      ${side(difference.got)}`,
    ...(detail === null ? [] : [detail.replace(/^/gm, "      ")]),
  ].join("\n");
}

/** The whole of one scenario, recording against run: lines of both, marked `-` where only recorded and `+` where only done. */
export function unifiedDiff(scenario: Scenario, got: Recording): string {
  const secondary = new Set((scenario.models.tables ?? []).map((table) => table.name));
  const { expect } = scenario;
  const lines: string[] = [];
  const section = (title: string, expected: readonly string[], done: readonly string[]) => {
    lines.push(title, ...diffLines(expected, done).map((line) => `  ${line}`));
  };
  section("mapping", outcomeLines(expect.mapping), outcomeLines(got.mapping));
  section("ddl", ddlLines(expect), ddlLines(got));
  for (const [index, step] of scenario.steps.entries()) {
    const { op, ...fields } = step;
    const said = "code" in fields ? fields.code : Object.keys(fields).length > 0 ? canonical(fields) : "";
    const title = `step ${index + 1} ${op} ${said}`;
    const side = (of: RecordedStep | undefined) =>
      of === undefined ? [] : [...settle(of.events, secondary).map(eventText), ...outcomeLines(of)];
    section(title, side(expect.steps?.[index]), side(got.steps?.[index]));
  }
  for (const table of new Set([...Object.keys(expect.rows ?? {}), ...Object.keys(got.rows ?? {})])) {
    section(`rows of ${table}`, sortedRows(expect.rows?.[table] ?? []), sortedRows(got.rows?.[table] ?? []));
  }
  return lines.join("\n");
}

function ddlLines(recording: Recording): string[] {
  return (recording.ddl ?? []).flatMap((statement) => statement.trim().split("\n"));
}

function outcomeLines(of: Omit<RecordedStep, "events">): string[] {
  return [
    ...(of.error === undefined ? [] : [`! ${of.error.class}: ${of.error.message}`]),
    ...(of.result === undefined || of.result === null ? [] : [`= ${canonical(of.result)}`]),
    ...(of.warnings ?? []).map((warning) => `warning: ${warning}`),
  ];
}

/** Marks the lines that only one side has, keeping the longest common run of both in place. */
export function diffLines(expected: readonly string[], got: readonly string[]): string[] {
  const common = Array.from({ length: expected.length + 1 }, () => new Uint32Array(got.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = expected.length - 1; i >= 0; i--) {
    for (let j = got.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) row[j] = expected[i] === got[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < got.length) {
    if (i < expected.length && j < got.length && expected[i] === got[j]) {
      lines.push(`  ${expected[i++]}`);
      j++;
    } else if (j >= got.length || (i < expected.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`- ${expected[i++]}`);
    } else {
      lines.push(`+ ${got[j++]}`);
    }
  }
  return lines;
}

/** Failures counted by the kind of their first difference, the most frequent first, with a few ids each. */
export function summaryText(
  failures: readonly { readonly scenario: Scenario; readonly difference: Difference }[],
): string {
  const kinds = new Map<string, string[]>();
  for (const { scenario, difference } of failures) {
    const ids = kinds.get(difference.kind) ?? [];
    ids.push(scenario.id);
    kinds.set(difference.kind, ids);
  }
  return [...kinds]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(
      ([kind, ids]) =>
        `${String(ids.length).padStart(5)}  ${kind}   (${ids.slice(0, 4).join(", ")}${ids.length > 4 ? ", …" : ""})`,
    )
    .join("\n");
}
