import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

// First pair: a plain relationship.
class Author extends Base.mapped("authors", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  books: relationship<Book[]>("Book"),
}) {}

class Book extends Base.mapped("books", {
  id: column(Integer, { primaryKey: true }),
  title: column(String(40)),
  authorId: column("author_id", Integer, foreignKey("authors.id")),
}) {}

// Second pair: the same, but deleting goes along to the children.
class Team extends Base.mapped("teams", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  players: relationship<Player[]>("Player", { cascade: "all, delete" }),
}) {}

class Player extends Base.mapped("players", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  teamId: column("team_id", Integer, foreignKey("teams.id")),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const author = new Author({ name: "Ann", books: [new Book({ title: "Tides" }), new Book({ title: "Winds" })] });
const team = new Team({ name: "Reds", players: [new Player({ name: "Pat" }), new Player({ name: "Sam" })] });
session.addAll([author, team]);
session.commit();

// Without a delete cascade.
session.delete(author);
session.commit();

// With a delete cascade.
session.delete(team);
session.commit();
