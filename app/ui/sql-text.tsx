import { memo } from "react";
import { sqlTokens } from "./sql-tokens.ts";
import "./sql-text.css";

/** A statement's SQL, coloured, with its own line breaks. */
export const SqlText = memo(function SqlText({ sql }: { readonly sql: string }) {
  return (
    <code className="sql">
      {sqlTokens(sql.trim()).map((token, place) =>
        token.kind === "space" || token.kind === "name" ? (
          token.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity but their place
          <span key={place} className={`sql-${token.kind}`}>
            {token.text}
          </span>
        ),
      )}
    </code>
  );
});
