/** What the drawing's signs mean. */
export function Legend() {
  return (
    <dl>
      <div>
        <dt>
          <svg className="legend-sign" viewBox="0 0 44 14" aria-hidden>
            <path className="legend-orm" d="M2,7 H42 M42,2 L32,7 L42,12 M9,2 V12" />
          </svg>
        </dt>
        <dd>A relationship, with what the ORM cascades from each side. One bar: one object; three toes: many.</dd>
      </div>
      <div>
        <dt>
          <svg className="legend-sign" viewBox="0 0 44 14" aria-hidden>
            <path className="legend-orm" d="M2,7 H42" />
            <path className="legend-deletes" d="M30,7 L21,2.5 L21,11.5 Z" />
          </svg>
        </dt>
        <dd>The ORM's delete goes on in this direction.</dd>
      </div>
      <div>
        <dt>
          <svg className="legend-sign" viewBox="0 0 44 14" aria-hidden>
            <path className="legend-database" d="M2,7 H33" />
            <path className="legend-database-head" d="M42,7 L33,2.5 L33,11.5 Z" />
          </svg>
        </dt>
        <dd>
          A foreign key. The arrow goes from the row that is deleted to the rows that refer to it: where the database
          acts, if ON DELETE tells it to.
        </dd>
      </div>
      <div>
        <dt>
          <svg className="legend-sign" viewBox="0 0 44 14" aria-hidden>
            <path className="legend-inheritance" d="M14,7 H42 M2,7 L14,2 L14,12 Z" />
          </svg>
        </dt>
        <dd>A class and the one that inherits from it.</dd>
      </div>
      <div>
        <dt>→ ←</dt>
        <dd>In labels: the side from which a cascade runs. Pale: what holds unless told otherwise.</dd>
      </div>
      <div>
        <dt>
          <span className="fate" data-kind="deleted">
            deleted
          </span>
        </dt>
        <dd>What becomes of a class's objects when the chosen one is deleted, added and so on.</dd>
      </div>
    </dl>
  );
}
