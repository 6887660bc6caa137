import { type Fix, fixers } from "../../languages/fixing.ts";
import type { TextEdit } from "../../protocol/text-edit.ts";
import type { Workbench } from "../../run/workbench.ts";
import { monaco } from "./monaco.ts";
import { stoppedBy } from "./stopped-by.ts";

/** Offers in the editor's light bulb what changes the program so that it runs, or so that it runs without a warning. */
export function provideFixes(model: monaco.editor.ITextModel, workbench: Workbench): monaco.IDisposable {
  return monaco.languages.registerCodeActionProvider("python", {
    async provideCodeActions(asked, _range, context) {
      const state = workbench.store.getState();
      const load = fixers[state.language];
      if (asked !== model || load === undefined) return none;
      const text = model.getValue();
      const version = model.getVersionId();
      const { fixesFor, adviceFor, fixAll } = await load();
      if (model.isDisposed() || model.getVersionId() !== version) return none;
      const problem = stoppedBy(state);
      const diagnostics = context.markers.filter(({ source }) => source === "run");
      const needed = problem === null ? [] : fixesFor(text, problem);
      const action = (title: string, edits: readonly TextEdit[], first = false): monaco.languages.CodeAction => ({
        ...{ title, kind: "quickfix", isPreferred: first },
        ...(first ? { diagnostics } : {}),
        edit: {
          edits: edits.map((edit) => ({ resource: model.uri, versionId: version, textEdit: inModel(model, edit) })),
        },
      });
      const one = ({ title, edits }: Fix, index: number) => action(title, edits, index === 0);
      const all = needed.length > 1 ? [action("Fix all", fixAll(text, problem ?? undefined))] : [];
      const advice = adviceFor(text).map(({ title, edits }) => action(title, edits));
      return { actions: [...needed.map(one), ...all, ...advice], dispose() {} };
    },
  });
}

const none: monaco.languages.CodeActionList = { actions: [], dispose() {} };

function inModel(model: monaco.editor.ITextModel, { from, to, text }: TextEdit): monaco.languages.TextEdit {
  const range = monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to));
  return { range, text };
}
