import type { RunError } from "../../run/run-model.ts";

/** An error in plain words: what happened, and what to try. */
export interface Explanation {
  readonly what: string;
  readonly tryThis: string | null;
}

type Subject = Pick<RunError, "name" | "message" | "phase">;

interface Rule {
  readonly fits: (error: Subject) => boolean;
  readonly explain: (error: Subject) => Explanation;
}

/** First fitting rule wins, so the particular come before the general. */
const rules: readonly Rule[] = [
  {
    fits: ({ phase }) => phase === "limit",
    explain: () => ({
      what: "A run may use only so much time, memory and output, so that no program can freeze the page. This one was ended there.",
      tryThis: "Look for a loop that never ends, or for a query inside a loop.",
    }),
  },
  {
    fits: ({ phase }) => phase === "syntax",
    explain: () => ({
      what: "The program could not be read, so nothing of it ran.",
      tryThis: "The marked place is where reading stopped; what is missing often stands just before it.",
    }),
  },
  {
    fits: ({ message }) => /NOT NULL constraint failed/.test(message),
    explain: ({ message }) => {
      const column = /NOT NULL constraint failed: (\S+?)[\s\n)]/.exec(`${message} `)?.[1] ?? "the column";
      return {
        what: `A statement would have put NULL into ${column}, which the table forbids; the database rejected it.`,
        tryThis: `When deleting a parent did this, its relationship sets the children's foreign key to NULL. Let it delete them (cascade: "all, delete-orphan"), leave them to the database (passiveDeletes with ON DELETE CASCADE), or make the column nullable.`,
      };
    },
  },
  {
    fits: ({ message }) => /UNIQUE constraint failed/.test(message),
    explain: () => ({
      what: "Two rows would have had the same value in a column, or primary key, that must be unique; the database rejected the statement.",
      tryThis:
        "A flush inserts before it deletes. To replace a row by one with the same value, flush after the delete.",
    }),
  },
  {
    fits: ({ message }) => /FOREIGN KEY constraint failed/.test(message),
    explain: () => ({
      what: "A row would have pointed to a row that is not there, or a row was deleted that others still point to; the database rejected the statement.",
      tryThis:
        "Delete or move the rows that point to it first: by a delete cascade on the relationship, or by ON DELETE on the foreign key.",
    }),
  },
  named(
    "PendingRollbackError",
    "An earlier flush failed, and its transaction has not been ended.",
    "Call session.rollback() after the failure, then go on.",
  ),
  named(
    "DetachedInstanceError",
    "An object that no longer belongs to a session was asked for something it would have to load.",
    "Load it while the session is open, add the object to a session again, or set expireOnCommit: false.",
  ),
  named(
    "StaleDataError",
    "The flush expected to change rows that were no longer there.",
    "Something else deleted or changed them first, often ON DELETE CASCADE: tell the relationship with passiveDeletes.",
  ),
  named(
    "CircularDependencyError",
    "Rows depend on each other in a circle, so no order of INSERT and DELETE satisfies all foreign keys.",
    "Set postUpdate: true on one of the relationships; it is then set by an UPDATE of its own.",
  ),
  named(
    "AmbiguousForeignKeysError",
    "Two foreign keys join these tables, and the relationship does not say which one it goes by.",
    "Name the columns in the relationship's foreignKeys.",
  ),
  named(
    "NoForeignKeysError",
    "No foreign key joins these tables, so the relationship has nothing to go by.",
    "Give a column a foreignKey(…), or write the join in primaryjoin.",
  ),
  named(
    "NoResultFound",
    "The query had to find exactly one row and found none.",
    "Use first() or oneOrNull() where there may be none.",
  ),
  named(
    "MultipleResultsFound",
    "The query had to find one row and found several.",
    "Narrow the filter, or use first().",
  ),
  named("FlushError", "The flush met objects in a state that it cannot write.", null),
  named("ArgumentError", "An option of the mapping or of a call does not make sense as it is given.", null),
  named("InvalidRequestError", "The ORM was asked for something that it cannot do in this state.", null),
  named("ObjectDeletedError", "An object was asked for values, but its row is gone.", null),
  named(
    "ReferenceError",
    "A name is used that is nowhere declared.",
    "Check its spelling and the import at the top of the program.",
  ),
  named(
    "TypeError",
    "A value was used as something that it is not.",
    "Often a null: a query that found nothing, an empty relationship.",
  ),
  named("RangeError", "A value is outside of what is allowed, or a function called itself without end.", null),
  {
    fits: ({ name }) => name === "IntegrityError" || name === "OperationalError" || name === "DatabaseError",
    explain: () => ({ what: "The database rejected the statement; the message is its own.", tryThis: null }),
  },
  {
    fits: ({ phase }) => phase === "mapping",
    explain: () => ({ what: "The classes could not be mapped as they are written.", tryThis: null }),
  },
];

function named(name: string, what: string, tryThis: string | null): Rule {
  return { fits: (error) => error.name === name, explain: () => ({ what, tryThis }) };
}

/** Explains an error. There is always something to say, if only that the program raised it. */
export function explain(error: Subject): Explanation {
  const rule = rules.find(({ fits }) => fits(error));
  return rule?.explain(error) ?? { what: "The program ended with an error that it did not catch.", tryThis: null };
}

/** The page of SQLAlchemy's documentation for an error code, where it has one. */
export function documentationOf(code: string | null): string | null {
  return code === null || !/^[a-z0-9]{4}$/.test(code) ? null : `https://sqlalche.me/e/20/${code}`;
}
