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

/** On a slow machine the loops end before the time limit does it, so that it is known when they ended. */
const MILLISECONDS = 4_500;

const loop = (count: number, body: string): string => `${BEGINNING}
const started = Date.now();
for (let i = 0; i < ${count} && Date.now() - started < ${MILLISECONDS}; i++) {
  ${body}
}
console.log(Date.now());
`;

/** Programs that execute so many statements and print the time at their end. */
export const longPrograms: Readonly<Record<string, (statements: number) => string>> = {
  queries: (statements) =>
    loop(
      statements - 12,
      `session.execute(text("SELECT :i AS i, 'a query' AS words"), { i });
  if (i % 10 === 0) session.query(User).filterBy({ id: i }).all();`,
    ).replace(`i < ${statements - 12}`, `i < ${Math.floor((statements - 12) / 1.1)}`),
  flushes: (statements) => loop(statements - 700, `session.add(new User({ name: "user " + i }));\n  session.flush();`),
};
