import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Folder extends Base.mapped("folders", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  files: relationship<File[]>("File", { cascade: "all, delete-orphan", passiveDeletes: true }),
}) {}

class File extends Base.mapped("files", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  folderId: column("folder_id", Integer, foreignKey("folders.id", { onDelete: "CASCADE" })),
}) {}

const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);

session.addAll(["a", "b", "c"].map((name) => new Folder({ name, files: [new File({ name: `${name}.txt` })] })));
session.commit();
const [a, b, c] = session.query(Folder).orderBy(Folder.name).all() as [Folder, Folder, Folder];

// Nobody has looked into a: one DELETE.
session.delete(a);
session.flush();

// Looking into b loads its files, and now the session deletes them itself.
console.log(`${b.files.length} file in b`);
session.delete(b);
session.flush();

// c was looked into, too; with its list expired the session knows nothing of files again.
console.log(`${c.files.length} file in c`);
session.expire(c, ["files"]);
session.delete(c);
session.commit();
console.log(`${session.query(File).count()} files`);
