import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Drawer extends Base.mapped("drawers", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  letters: relationship<Letter[]>("Letter"),
}) {}

class Letter extends Base.mapped("letters", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  drawerId: column("drawer_id", Integer, foreignKey("drawers.id", { onDelete: "CASCADE" })),
}) {}

class Folder extends Base.mapped("folders", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  // The only difference between the two.
  files: relationship<File[]>("File", { passiveDeletes: true }),
}) {}

class File extends Base.mapped("files", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  folderId: column("folder_id", Integer, foreignKey("folders.id", { onDelete: "CASCADE" })),
}) {}

const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);

const drawer = new Drawer({
  name: "top",
  letters: [new Letter({ name: "from Ann" }), new Letter({ name: "from Bob" })],
});
const folder = new Folder({ name: "home", files: [new File({ name: "notes" }), new File({ name: "todo" })] });
session.addAll([drawer, folder]);
session.commit();

// SELECT, UPDATE … NULL, DELETE: the letters stay, without their drawer.
session.delete(drawer);
session.commit();
console.log(`${session.query(Letter).count()} letters`);

// One DELETE; the files are the database's work.
session.delete(folder);
session.commit();
console.log(`${session.query(File).count()} files`);
