import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

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

/** Deletes a folder with a file in it, then adds a file to a folder that there is not. */
function tryOut(options: { foreignKeys: boolean }) {
  // In SQLAlchemy: a listener for the engine's connect event that executes PRAGMA foreign_keys=ON.
  const engine = createEngine("sqlite://", options);
  Base.metadata.createAll(engine);
  const session = new Session(engine);
  const folder = new Folder({ name: "home", files: [new File({ name: "notes" })] });
  session.add(folder);
  session.commit();

  // The same DELETE both times; watch what becomes of the file.
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
  session.close();
  engine.dispose();
}

// As SQLite is unless told otherwise, and then as one wants it.
tryOut({ foreignKeys: false });
tryOut({ foreignKeys: true });
