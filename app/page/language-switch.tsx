import { languageNames } from "../languages/guess.ts";
import type { LanguageName } from "../protocol/messages.ts";
import { useWorkbenchState } from "../run/use-workbench.ts";
import { useDesk } from "./use-desk.ts";
import "./language-switch.css";

const LANGUAGES: readonly LanguageName[] = ["typescript", "python"];

/** What the program is written in; choosing the other goes over to it. */
export function LanguageSwitch() {
  const desk = useDesk();
  const language = useWorkbenchState((state) => state.language);
  return (
    <fieldset className="language-switch">
      <legend>Language</legend>
      {LANGUAGES.map((each) => (
        <button
          key={each}
          type="button"
          className="language-choice"
          aria-pressed={each === language}
          onClick={() => void desk.switchLanguage(each)}
        >
          <span className="language-long">{languageNames[each]}</span>
          <span className="language-mark" aria-hidden>
            {marks[each]}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

/** What stands for a language where there is little room. */
const marks: Readonly<Record<LanguageName, string>> = { typescript: "TS", python: "Py" };
