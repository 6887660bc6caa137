const BEGINNING = `import { column, createEngine, declarativeBase, Integer, Session, String, text } from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(50), { nullable: false }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);
`;

const loop = (count: number, milliseconds: number, body: string): string => `${BEGINNING}
const started = Date.now();
for (let i = 0; i < ${count} && Date.now() - started < ${milliseconds}; i++) {
  ${body}
}
console.log(Date.now());
`;

/**
 * Programs that execute so many statements and print the time at their end. On a slow machine their loops end after so many
 * milliseconds, before the time limit ends them.
 */
export const longPrograms: Readonly<Record<string, (statements: number, milliseconds?: number) => string>> = {
  queries: (statements, milliseconds = 4_500) =>
    loop(
      Math.floor((statements - 12) / 1.1),
      milliseconds,
      `session.execute(text("SELECT :i AS i, 'a query' AS words"), { i });
  if (i % 10 === 0) session.query(User).filterBy({ id: i }).all();`,
    ),
  flushes: (statements, milliseconds = 4_500) =>
    loop(statements - 12, milliseconds, `session.add(new User({ name: "user " + i }));\n  session.flush();`),
};
