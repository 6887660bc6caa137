import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

// The database is told to delete the files with their folder; the relationship is told nothing.
class Folder extends Base.mapped("folders", {
  id: column(Integer, { primaryKey: true }),
  files: relationship<File[]>("File"),
}) {}

class File extends Base.mapped("files", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  folderId: column("folder_id", Integer, foreignKey("folders.id", { onDelete: "CASCADE" })),
}) {}

// Here the relationship knows that the database deletes.
class Album extends Base.mapped("albums", {
  id: column(Integer, { primaryKey: true }),
  photos: relationship<Photo[]>("Photo", { cascade: "all, delete", passiveDeletes: true }),
}) {}

class Photo extends Base.mapped("photos", {
  id: column(Integer, { primaryKey: true }),
  name: column(String(40)),
  albumId: column("album_id", Integer, foreignKey("albums.id", { onDelete: "CASCADE" })),
}) {}

// SQLite heeds foreign keys only when it is told to.
const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);

const folder = new Folder({ files: [new File({ name: "plan" })] });
const album = new Album({ photos: [new Photo({ name: "sea" })] });
const second = new Album({ photos: [new Photo({ name: "sky" })] });
session.addAll([folder, album, second]);
session.commit();

// ON DELETE CASCADE alone.
session.delete(folder);
session.commit();

// With passive_deletes, the photos not loaded.
session.delete(album);
session.commit();

// With passive_deletes, the photos loaded.
console.log(second.photos.length);
session.delete(second);
session.commit();
