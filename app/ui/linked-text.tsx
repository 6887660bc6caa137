import { Fragment } from "react";
import "./linked-text.css";

interface LinkedTextProps<T> {
  /** Pieces of a sentence: plain words, code, and nouns that lead somewhere. */
  readonly spans: readonly { readonly text: string; readonly code: boolean; readonly link: T | null }[];
  readonly onFollow: (link: T) => void;
}

/** A sentence whose nouns can be followed. */
export function LinkedText<T>({ spans, onFollow }: LinkedTextProps<T>) {
  return spans.map(({ text, code, link }, place) => {
    // A button keeps no space at its end.
    const said = text.trimEnd();
    const words = code ? <code className="linked-code">{said}</code> : said;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity but their place
      <Fragment key={place}>
        {link === null ? (
          words
        ) : (
          <button type="button" className="linked-text" onClick={() => onFollow(link)}>
            {words}
          </button>
        )}
        {text.slice(said.length)}
      </Fragment>
    );
  });
}
