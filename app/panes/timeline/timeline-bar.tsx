/** One slim bar over the run: what happened when, and a way to any moment of it. */
export function TimelineBar() {
  return <section className="timeline" aria-label="Timeline" />;
}
