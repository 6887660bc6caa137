import { useId, useState } from "react";
import { Modal } from "../ui/modal.tsx";
import { commandGroups, commands, paneKeys } from "./commands.ts";
import { keepPreferences, readPreferences } from "./preferences.ts";
import { keyWords } from "./shortcuts.ts";
import "./keys-dialog.css";

interface KeysDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every key that does something. */
export function KeysDialog({ open, onOpenChange }: KeysDialogProps) {
  return (
    <Modal title="Keys" wide open={open} onOpenChange={onOpenChange}>
      <div className="modal-body">
        <SingleKeys />
        <div className="keys">
          {commandGroups.map((group) => (
            <KeyList
              key={group}
              title={group}
              lines={commands.flatMap((command) =>
                command.group === group && command.keys
                  ? [{ what: command.title.replace(/ …$/, ""), keys: command.keys.map((keys) => keyWords(keys)) }]
                  : [],
              )}
            />
          ))}
          {[...new Set(paneKeys.map(({ where }) => where))].map((where) => (
            <KeyList key={where} title={`In ${where}`} lines={paneKeys.filter((each) => each.where === where)} />
          ))}
        </div>
      </div>
    </Modal>
  );
}

function SingleKeys() {
  const [on, setOn] = useState(() => readPreferences().keys);
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={on}
        onChange={({ target }) => {
          setOn(target.checked);
          keepPreferences({ keys: target.checked });
        }}
      />
      Single keys work where nobody is typing
    </label>
  );
}

interface KeyListProps {
  readonly title: string;
  readonly lines: readonly { readonly what: string; readonly keys: readonly string[] }[];
}

function KeyList({ title, lines }: KeyListProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <dl>
        {lines.map(({ what, keys }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
