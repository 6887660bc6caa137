import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from "react";
import { Heights } from "./heights.ts";

interface VirtualOptions {
  readonly keys: readonly string[];
  /** Pixels that a row takes until it has been measured. */
  readonly estimate: (place: number) => number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Holds the rows that are drawn, each with its `data-place`. */
  readonly slice: RefObject<HTMLElement | null>;
}

export interface VirtualRows {
  readonly first: number;
  /** The place after the last row that is drawn. */
  readonly end: number;
  /** Where the first row that is drawn begins. */
  readonly offset: number;
  readonly total: number;
  readonly onScroll: () => void;
  /** Brings a row into view; one that is, stays where it is unless `align` says otherwise. */
  readonly scrollTo: (place: number, align?: Align) => void;
}

export type Align = "nearest" | "start" | "end";

/** Lists up to this long are drawn whole, so that the browser's own search and a screen reader find everything. */
const WHOLE_UP_TO = 200;
/** Rows that are drawn beyond either edge. */
const BEYOND = 12;

/**
 * Which rows of a long list are drawn. Rows are of any height, are measured when they are drawn, and what is on the screen
 * stays where it is when rows above it turn out to be higher or lower than was thought.
 */
export function useVirtualRows({ keys, estimate, scroller, slice }: VirtualOptions): VirtualRows {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const measured = useRef(new Map<string, number>());
  const width = useRef(0);
  // A width that changes lets every measure go.
  const epoch = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew for other rows, and where the width has changed
  const heights = useMemo(() => {
    const all = new Float64Array(keys.length);
    for (let place = 0; place < keys.length; place++) {
      all[place] = measured.current.get(keys[place] ?? "") ?? estimate(place);
    }
    return new Heights(all);
  }, [keys, epoch.current]);

  const drawn = useRef({ first: 0, end: 0 });
  const target = useRef<{ readonly place: number; readonly align: Align } | null>(null);

  const visible = useCallback((): { first: number; end: number } => {
    const element = scroller.current;
    const top = element?.scrollTop ?? 0;
    return { first: heights.at(top), end: heights.at(top + (element?.clientHeight ?? 800)) + 1 };
  }, [heights, scroller]);

  if (keys.length <= WHOLE_UP_TO) {
    drawn.current = { first: 0, end: keys.length };
  } else {
    const { first, end } = visible();
    drawn.current = { first: Math.max(0, first - BEYOND), end: Math.min(keys.length, end + BEYOND) };
  }
  const { first, end } = drawn.current;

  const onScroll = useCallback(() => {
    if (keys.length <= WHOLE_UP_TO) return;
    const seen = visible();
    const has = drawn.current;
    // Drawn ahead of time, when half of what is beyond the edge has been used up.
    const short =
      (has.first > 0 && seen.first - has.first < BEYOND / 2) ||
      (has.end < keys.length && has.end - seen.end < BEYOND / 2);
    if (short) redraw();
  }, [keys, visible]);

  const aim = useCallback(() => {
    const element = scroller.current;
    if (element === null || target.current === null) return;
    const { place, align } = target.current;
    const top = heights.offset(place);
    const bottom = top + heights.height(place);
    if (align === "start" || (align === "nearest" && top < element.scrollTop)) element.scrollTop = top;
    else if (align === "end" || bottom > element.scrollTop + element.clientHeight) {
      element.scrollTop = Math.min(top, bottom - element.clientHeight);
    }
  }, [heights, scroller]);

  const measure = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop } = element;
    let above = 0;
    let changed = false;
    for (const row of slice.current?.children ?? []) {
      const place = Number((row as HTMLElement).dataset.place);
      const key = keys[place];
      if (key === undefined) continue;
      const { height } = row.getBoundingClientRect();
      if (height === 0) continue;
      measured.current.set(key, height);
      const top = heights.offset(place);
      const more = heights.set(place, height);
      if (more === 0) continue;
      changed = true;
      if (top + height - more <= scrollTop + above) above += more;
    }
    if (!changed) {
      target.current = null;
      return;
    }
    if (target.current !== null) aim();
    else if (above !== 0 && keys.length > WHOLE_UP_TO) element.scrollTop = scrollTop + above;
    redraw();
  }, [aim, heights, keys, scroller, slice]);

  useLayoutEffect(measure);

  useEffect(() => {
    const element = scroller.current;
    const rows = slice.current;
    if (element === null || rows === null) return;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth !== width.current) {
        if (width.current !== 0) {
          measured.current.clear();
          epoch.current += 1;
        }
        width.current = element.clientWidth;
      }
      redraw();
    });
    observer.observe(element);
    observer.observe(rows);
    return () => observer.disconnect();
  }, [scroller, slice]);

  const scrollTo = useCallback(
    (place: number, align: Align = "nearest") => {
      if (place < 0) return;
      target.current = { place, align };
      aim();
      redraw();
    },
    [aim],
  );

  return { first, end, offset: heights.offset(first), total: heights.total, onScroll, scrollTo };
}
