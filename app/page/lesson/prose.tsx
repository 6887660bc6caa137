import { Fragment } from "react";

/** Plain text; what stands in backquotes is set as code. */
export function Prose({ text }: { readonly text: string }) {
  return text.split("`").map((piece, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
      <code key={place}>{piece}</code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <Fragment key={place}>{piece}</Fragment>
    ),
  );
}
