import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ObjectId } from "../../../src-engine/trace/events.ts";
import type { ObjectView } from "../../run/moments/view.ts";
import { useSelection, useWorkbench, useWorkbenchState } from "../../run/use-workbench.ts";
import { ObjectItem } from "./object-item.tsx";
import { objectRows, stateWords } from "./object-list.ts";

/** Few objects are shown open, many closed. */
const openUpTo = 6;
/** Lists up to this long are drawn whole. */
const wholeUpTo = 80;

interface ObjectRowsProps {
  readonly objects: readonly ObjectView[];
  readonly labels: ReadonlyMap<ObjectId, string>;
}

/** Objects under their states; each opens to its attributes. */
export function ObjectRows({ objects, labels }: ObjectRowsProps) {
  const workbench = useWorkbench();
  const { selection, related } = useSelection();
  const selectedBy = useWorkbenchState((state) => state.selectedBy);
  const rows = useMemo(() => objectRows(objects), [objects]);
  /** Those that stand otherwise than their number suggests. */
  const [turned, setTurned] = useState<ReadonlySet<ObjectId>>(new Set());
  const [openAtFirst] = useState(objects.length <= openUpTo);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (place) => (rows[place]?.kind === "group" ? 28 : 34),
    getItemKey: (place) => {
      const row = rows[place];
      return row === undefined ? place : row.kind === "group" ? row.state : row.object.ref.id;
    },
    overscan: rows.length <= wholeUpTo ? wholeUpTo : 10,
  });
  const place = useMemo(
    () => rows.findIndex((row) => row.kind === "object" && related.objects.has(row.object.ref.id)),
    [rows, related],
  );
  useEffect(() => {
    if (place >= 0 && selectedBy !== "objects") virtual.scrollToIndex(place, { align: "auto" });
  }, [place, selectedBy, virtual]);
  const select = useCallback(
    (id: ObjectId) => workbench.select({ kind: "object", object: id }, "objects"),
    [workbench],
  );
  const toggle = useCallback((id: ObjectId) => {
    setTurned((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const selected = selection.kind === "object" ? selection.object : null;
  return (
    <div ref={scroller} className="object-scroller">
      <ul className="object-space" style={{ height: virtual.getTotalSize() }} aria-label="Objects by state">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="object-slot"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row.kind === "group" ? (
                <h3 className="object-group" data-state={row.state}>
                  {row.state} <span>{row.count.toLocaleString("en-US")}</span>
                  <small>{stateWords[row.state]}</small>
                </h3>
              ) : (
                <ObjectItem
                  object={row.object}
                  labels={labels}
                  open={openAtFirst !== turned.has(row.object.ref.id)}
                  selected={row.object.ref.id === selected}
                  related={related.objects.has(row.object.ref.id)}
                  onToggle={toggle}
                  onSelect={select}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
