import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Team extends Base.mapped("teams", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  players: relationship<Player[]>("Player", { passiveDeletes: true }),
}) {}

class Player extends Base.mapped("players", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  teamId: column("team_id", Integer, foreignKey("teams.id")),
}) {}

class Account extends Base.mapped("accounts", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  payments: relationship<Payment[]>("Payment", { passiveDeletes: "all" }),
}) {}

class Payment extends Base.mapped("payments", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  accountId: column("account_id", Integer, foreignKey("accounts.id")),
}) {}

class Folder extends Base.mapped("folders", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  files: relationship<File[]>("File", { passiveDeletes: "all" }),
}) {}

class File extends Base.mapped("files", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  folderId: column("folder_id", Integer, foreignKey("folders.id", { onDelete: "CASCADE" })),
}) {}

const engine = createEngine("sqlite://", { foreignKeys: true });
Base.metadata.createAll(engine);
const session = new Session(engine);

const [player, payment, file] = [
  new Player({ name: "Ann" }),
  new Payment({ name: "rent" }),
  new File({ name: "notes" }),
];
const team = new Team({ name: "red", players: [player] });
const account = new Account({ name: "savings", payments: [payment] });
const folder = new Folder({ name: "home", files: [file] });
session.addAll([team, account, folder]);
session.commit();

// true: the loaded player gets NULL.
console.log(`${team.players.length} player`);
session.delete(team);
session.commit();
console.log(`the player's team: ${player.teamId}`);

// "all": the payment keeps its account, and the database keeps the account.
console.log(`${account.payments.length} payment`);
session.delete(account);
try {
  session.commit();
} catch (error) {
  session.rollback();
  console.log(`${error}`);
}

// "all" with ON DELETE CASCADE: the row of the file goes, and the object in memory has not heard of it.
console.log(`${folder.files.length} file`);
session.delete(folder);
session.commit();
try {
  console.log(file.name);
} catch (error) {
  console.log(`${error}`);
}
