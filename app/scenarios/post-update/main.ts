import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Album extends Base.mapped("albums", {
  id: column(Integer, { primaryKey: true }),
  title: column(String),
  coverId: column("cover_id", Integer, foreignKey("pictures.id")),
  pictures: relationship<Picture[]>("Picture", { foreignKeys: "[Picture.albumId]" }),
  cover: relationship<Picture>("Picture", { foreignKeys: "[Album.coverId]" }),
}) {}

class Picture extends Base.mapped("pictures", {
  id: column(Integer, { primaryKey: true }),
  albumId: column("album_id", Integer, foreignKey("albums.id")),
}) {}

class Team extends Base.mapped("teams", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  captainId: column("captain_id", Integer, foreignKey("players.id")),
  players: relationship<Player[]>("Player", { foreignKeys: "[Player.teamId]" }),
  // The same, but the captain's key may come later.
  captain: relationship<Player>("Player", { foreignKeys: "[Team.captainId]", postUpdate: true }),
}) {}

class Player extends Base.mapped("players", {
  id: column(Integer, { primaryKey: true }),
  teamId: column("team_id", Integer, foreignKey("teams.id")),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const sea = new Picture();
session.add(new Album({ title: "summer", pictures: [sea], cover: sea }));
try {
  // Which of the two is inserted first?
  session.commit();
} catch (error) {
  console.log(`${error}`);
  session.rollback();
}

// INSERT the team without a captain, INSERT the player, UPDATE the team.
const ann = new Player();
const team = new Team({ name: "reds", players: [ann], captain: ann });
session.add(team);
session.commit();

// And the same backwards.
session.delete(team);
session.commit();
