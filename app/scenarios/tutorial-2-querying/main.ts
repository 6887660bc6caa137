import {
  aliased,
  and_,
  column,
  createEngine,
  declarativeBase,
  func,
  Integer,
  or_,
  Session,
  String,
  text,
} from "flushlight";

const Base = declarativeBase();

class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  fullname: column(String),
  password: column(String),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const ed = new User({ name: "ed", fullname: "Ed Jones", password: "edspassword" });
session.add(ed);
session.addAll([
  new User({ name: "wendy", fullname: "Wendy Williams", password: "foobar" }),
  new User({ name: "mary", fullname: "Mary Contrary", password: "xxg527" }),
  new User({ name: "fred", fullname: "Fred Flinstone", password: "blah" }),
]);
session.commit();

const names = (users: readonly { name: string | null }[]) => users.map((user) => user.name).join(", ");

// Whole users, single columns, both, and under names of one's own.
console.log(names(session.query(User).orderBy(User.id).all()));
session.query(User.name, User.fullname).all();
session.query(User, User.name).all();
const userAlias = aliased(User, "user_alias");
session.query(userAlias, userAlias.name.label("name_label")).all();
console.log(`second and third: ${names(session.query(User).orderBy(User.id).slice(1, 3).all())}`);

// Filters: by keyword, by expression, several of them.
session.query(User.name).filterBy({ fullname: "Ed Jones" }).all();
session.query(User.name).filter(User.fullname.eq("Ed Jones")).all();
session.query(User).filter(User.name.eq("ed")).filter(User.fullname.eq("Ed Jones")).all();
const having = (criterion: unknown) => console.log(names(session.query(User).filter(criterion).all()));
having(User.name.ne("ed"));
having(User.name.like("%ed%"));
having(User.name.in_(["ed", "wendy", "jack"]));
having(User.name.in_(session.query(User.name).filter(User.name.like("%ed%"))));
having(User.name.notIn(["ed", "wendy", "jack"]));
// A comparison with null becomes IS NULL.
having(User.name.eq(null));
having(User.name.ne(null));
having(and_(User.name.eq("ed"), User.fullname.eq("Ed Jones")));
having(or_(User.name.eq("ed"), User.name.eq("wendy")));

const query = session.query(User).filter(User.name.like("%ed")).orderBy(User.id);
query.all();
query.first();
// Two rows where one() wants one, and none where it wants one.
for (const wanted of [query, query.filter(User.id.eq(99))]) {
  try {
    wanted.one();
  } catch (error) {
    console.log(`${error}`);
  }
}

// SQL of one's own, and counting.
session.query(User).filter(text("id<224")).orderBy(text("id")).all();
console.log(`${session.query(User).filter(User.name.like("%ed")).count()} names end in "ed"`);
session.query(func.count(User.name), User.name).groupBy(User.name).all();
session.query(func.count("")).selectFrom(User).scalar();
console.log(`${session.query(func.count(User.id)).scalar()} users`);
