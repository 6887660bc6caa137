import { CircleAlert, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { explainMessage } from "../../run/explain/error.ts";
import type { Message } from "../../run/run-model.ts";
import type { Selection } from "../../run/selection.ts";
import { useSelection, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkedText } from "../../ui/linked-text.tsx";
import { Pane } from "../../ui/pane.tsx";
import { counted } from "../../ui/words.ts";
import { documentationOf } from "./documentation.ts";
import "./output.css";

const shownMessages = 1_000;

/** What the program printed, and what was said about it: warnings and errors, in plain words too. Always of the latest run. */
export function OutputPane() {
  const latest = useWorkbenchState((state) => state.latest);
  const messages = latest?.model.messages ?? [];
  const cut = messages.length - shownMessages;
  return (
    <Pane title="Output" note={messages.length > 0 ? counted(messages.length, "message") : null}>
      {messages.length === 0 ? (
        <EmptyState title="No output">
          Lines from <code>console.log</code>, warnings and errors appear here.
        </EmptyState>
      ) : (
        <ol className="messages" aria-live="polite">
          {cut > 0 ? <li className="messages-cut">{counted(cut, "earlier message")} not shown</li> : null}
          {messages.slice(-shownMessages).map((message) => (
            <MessageItem key={message.seq} message={message} />
          ))}
        </ol>
      )}
    </Pane>
  );
}

function MessageItem({ message }: { readonly message: Message }) {
  const workbench = useWorkbench();
  const { related } = useSelection();
  const { line } = message;
  return (
    <li
      className="message"
      data-kind={message.kind}
      data-related={(line !== null && related.lines.has(line)) || undefined}
    >
      <div className="message-body">
        <MessageText message={message} />
      </div>
      {line !== null ? (
        <button
          type="button"
          className="message-line"
          onClick={() => workbench.select({ kind: "line", line }, "output")}
          aria-label={`Go to line ${line}`}
        >
          line {line}
        </button>
      ) : null}
    </li>
  );
}

function MessageText({ message }: { readonly message: Message }) {
  switch (message.kind) {
    case "output":
      return (
        <pre className="message-print" data-level={message.level}>
          {message.text}
        </pre>
      );
    case "warning":
      return (
        <>
          <p className="message-title">
            <TriangleAlert size={15} aria-hidden /> {message.category}
          </p>
          <Explained message={message} />
          <p className="message-text">{message.message}</p>
          <Documentation code={message.code} />
        </>
      );
    case "error":
      return (
        <>
          <p className="message-title">
            <CircleAlert size={15} aria-hidden /> {message.name}
          </p>
          <Explained message={message} />
          <pre className="message-text">{message.message}</pre>
          <Documentation code={message.code} />
        </>
      );
    default:
      return message satisfies never;
  }
}

/** The message in plain words: what happened, and what to change. Its whole way down is in the pane that says why. */
function Explained({ message }: { readonly message: Message }) {
  const workbench = useWorkbench();
  const latest = useWorkbenchState((state) => state.latest);
  const said = useMemo(
    () => (latest === null ? null : explainMessage(latest.model, message, latest.text)),
    [latest, message],
  );
  if (said === null) return null;
  const follow = (link: Selection) => workbench.select(link, "output");
  return [said.headline, ...said.settings].map((sentence, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no identity but their place
    <p key={place} className="message-explained">
      <LinkedText spans={sentence} onFollow={follow} />
    </p>
  ));
}

function Documentation({ code }: { readonly code: string | null }) {
  const url = documentationOf(code);
  if (url === null) return null;
  return (
    <p>
      <a href={url} target="_blank" rel="noreferrer">
        SQLAlchemy’s page about error {code}
      </a>
    </p>
  );
}
