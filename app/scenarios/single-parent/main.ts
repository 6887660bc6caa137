import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

// Many citizens could hold the same card, so who is to say when it is an orphan?
const Wrong = declarativeBase();
class Citizen extends Wrong.mapped("citizens", {
  id: column(Integer, { primaryKey: true }),
  cardId: column("card_id", Integer, foreignKey("cards.id")),
  card: relationship<Card>("Card", { cascade: "all, delete-orphan" }),
}) {}
class Card extends Wrong.mapped("cards", {
  id: column(Integer, { primaryKey: true }),
}) {}
try {
  new Citizen();
} catch (error) {
  console.log(`${error}`);
}

const Base = declarativeBase();
class Person extends Base.mapped("persons", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  passportId: column("passport_id", Integer, foreignKey("passports.id")),
  // A promise: a passport belongs to one person at a time.
  passport: relationship<Passport>("Passport", { cascade: "all, delete-orphan", singleParent: true }),
}) {}
class Passport extends Base.mapped("passports", {
  id: column(Integer, { primaryKey: true }),
  number: column(String),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const passport = new Passport({ number: "A-1" });
const ann = new Person({ name: "ann", passport });
const bob = new Person({ name: "bob" });
try {
  // Whoever breaks the promise is told at once.
  bob.passport = passport;
} catch (error) {
  console.log(`${error}`);
}
session.add(ann);
session.commit();

// The only person lets go: the passport is an orphan, and the flush deletes it.
ann.passport = null;
session.commit();
console.log(`${session.query(Passport).count()} passports`);
