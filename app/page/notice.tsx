import { CircleAlert, Info, X } from "lucide-react";
import { useDesk, useDeskState } from "./use-desk.ts";
import "./notice.css";

/** What there is to say about the document that was opened. */
export function NoticeBar() {
  const desk = useDesk();
  const notice = useDeskState((state) => state.notice);
  return (
    <div role="status" className="notice-place">
      {notice === null ? null : (
        <div className="notice" data-kind={notice.kind}>
          {notice.kind === "warning" ? <CircleAlert size={15} aria-hidden /> : <Info size={15} aria-hidden />}
          <p>{notice.text}</p>
          {notice.action === null ? null : (
            <button
              type="button"
              className="button"
              onClick={() => {
                desk.say(null);
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </button>
          )}
          <button type="button" className="button" aria-label="Dismiss" onClick={() => desk.say(null)}>
            <X size={14} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
