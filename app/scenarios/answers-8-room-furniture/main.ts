import { backref, column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session } from "flushlight";

const Base = declarativeBase();

class DBRoom extends Base.mapped("roomdata", {
  id: column(Integer, { primaryKey: true }),
}) {}
// What the backref adds, for the type checker.
interface DBRoom {
  furniture: DBFurniture[];
}

class DBFurniture extends Base.mapped("furnituredata", {
  id: column(Integer, { primaryKey: true }),
  // 1. The database is told what to do,
  roomId: column("room_id", Integer, foreignKey("roomdata.id", { onDelete: "CASCADE" })),
  // 2. the session is told to leave it to the database,
  room: relationship<DBRoom>("DBRoom", { backref: backref("furniture", { passiveDeletes: true }) }),
}) {}

// 3. and SQLite is told to enforce its foreign keys.
const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);

const r = new DBRoom();
const f1 = new DBFurniture({ room: r });
const f2 = new DBFurniture({ room: r });
session.addAll([r, f1, f2]);
session.commit();
session.expireAll();

// Neither loads the furniture nor touches it.
session.delete(r);
session.commit();
console.log(`${session.query(DBFurniture).count()} pieces of furniture without the room`);
