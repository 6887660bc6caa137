import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Author extends Base.mapped("authors", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
}) {}

class Book extends Base.mapped("books", {
  id: column(Integer, { primaryKey: true }),
  title: column(String),
  authorId: column("author_id", Integer, foreignKey("authors.id"), { nullable: false }),
  author: relationship<Author>("Author"),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

session.add(new Author({ name: "le guin" }));
session.commit();

const findAuthor = () => session.query(Author).filterBy({ name: "le guin" }).one();

const early = new Book({ title: "the dispossessed" });
session.add(early);
try {
  // The query comes to look for the author. First it flushes the book, which has none yet.
  early.author = findAuthor();
} catch (error) {
  console.log(`${error}`);
  session.rollback();
}

const book = new Book({ title: "the dispossessed" });
session.add(book);
// Now the query leaves the book alone until it is complete.
session.noAutoflush(() => {
  book.author = findAuthor();
});
session.commit();
console.log(`the book's author has the number ${book.authorId}`);
