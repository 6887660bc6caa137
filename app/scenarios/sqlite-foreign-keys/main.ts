import {
  column,
  createEngine,
  declarativeBase,
  type Engine,
  foreignKey,
  Integer,
  relationship,
  Session,
  String,
} from "flushlight";

const Base = declarativeBase();

class Folder extends Base.mapped("folders", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  files: relationship<File[]>("File", { passiveDeletes: true }),
}) {}

class File extends Base.mapped("files", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  folderId: column("folder_id", Integer, foreignKey("folders.id", { onDelete: "CASCADE" })),
}) {}

const off = createEngine("sqlite://");
// In SQLAlchemy: a listener for the engine's connect event that executes PRAGMA foreign_keys=ON.
const on = createEngine("sqlite://", { foreignKeys: true });
for (const engine of [off, on]) Base.metadata.createAll(engine);

/** Deletes a folder with a file in it, then adds a file to a folder that there is not. */
function tryOut(engine: Engine) {
  const session = new Session(engine);
  const folder = new Folder({ name: "home", files: [new File({ name: "notes" })] });
  session.add(folder);
  session.commit();

  // The same DELETE on both; watch what becomes of the file.
  session.delete(folder);
  session.commit();
  console.log(`${session.query(File).count()} files without their folder`);

  session.add(new File({ name: "lost", folderId: 99 }));
  try {
    session.commit();
    console.log("a file in a folder that there is not");
  } catch (error) {
    console.log(`${error}`);
  }
}

tryOut(off);
tryOut(on);
