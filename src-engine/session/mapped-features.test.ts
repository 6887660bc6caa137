import { beforeEach, expect, expectTypeOf, test } from "vitest";
import { openDatabase } from "../../tools/host/sqlite.ts";
import {
  associationProxy,
  type ColumnElement,
  column,
  columnProperty,
  composite,
  createEngine,
  declarativeBase,
  foreignKey,
  hybridProperty,
  Integer,
  literal,
  queryExpression,
  relationship,
  Session,
  String as StringType,
  select,
  synonym,
  trace,
  withExpression,
  withLoaderCriteria,
} from "../index.ts";

class Point {
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

const Base = declarativeBase();

class Place extends Base.mapped("place", {
  id: column(Integer, { primaryKey: true }),
  first: column(StringType, { nullable: false }),
  last: column(StringType, { nullable: false }),
  x: column(Integer),
  y: column(Integer),
  full: columnProperty<string>((c) => c.first?.concat(c.last) as ColumnElement),
  extra: queryExpression<number>(),
  given: synonym<string>("first"),
  at: composite(Point, "x", "y"),
  far: hybridProperty<boolean>({ get: (self) => self.x > 10, expression: (cls) => cls.x.gt(10) }),
  tags: relationship<Tag[]>("Tag", { cascade: "all, delete-orphan" }),
  words: associationProxy<Iterable<string>>("tags", "word", { creator: (word: string) => new Tag({ word }) }),
}) {}
class Tag extends Base.mapped("tag", {
  id: column(Integer, { primaryKey: true }),
  word: column(StringType),
  placeId: column("place_id", Integer, foreignKey("place.id")),
}) {}
Base.register(Place, Tag);

let session: Session;
let told: string[] = [];

beforeEach(() => {
  trace.stop();
  const engine = createEngine("sqlite://", { driver: openDatabase() });
  Base.metadata.createAll(engine);
  session = new Session(engine);
  session.add(new Place({ first: "a", last: "b", at: new Point(1, 20), words: ["u", "v"] }));
  session.commit();
  session.expungeAll();
  trace.start((event) => {
    if (event.type === "statement") told.push(`${event.sql}  ${JSON.stringify(event.params)}`.replaceAll("\n", ""));
  });
  told = [];
});

function during(work: () => void): string[] {
  told = [];
  work();
  return told;
}

const COLUMNS =
  "place.first || place.last AS anon_1, place.id AS place_id, place.first AS place_first, place.last AS place_last, place.x AS place_x, place.y AS place_y";

test("a column property is selected with the class, and unknown after a flush", () => {
  let place: Place | null = null;
  expect(
    during(() => {
      place = session.query(Place).filter(Place.full.eq("ab")).one();
    }),
  ).toEqual([`SELECT ${COLUMNS} FROM place WHERE (place.first || place.last) = ?  [["ab"]]`]);
  const found = place as unknown as Place;
  expectTypeOf(found.full).toEqualTypeOf<string>();
  found.first = "z";
  session.flush();
  expect(during(() => expect(found.full).toBe("zb"))).toEqual([
    "SELECT place.first || place.last AS anon_1 FROM place WHERE place.id = ?  [[1]]",
  ]);
});

test("withExpression() fills a query expression", () => {
  expect(session.query(Place).one().extra).toBe(null);
  session.expungeAll();
  const place = session
    .query(Place)
    .options(withExpression(Place.extra, literal(7)))
    .one();
  expect(place.extra).toBe(7);
  expectTypeOf(place.extra).toEqualTypeOf<number | null>();
});

test("withExpression() fills it from a union as well, whose statement is the caller's own", () => {
  session.expungeAll();
  const union = select(Place, literal(7).label("n")).unionAll(
    select(Place, literal(8).label("n")).where(Place.x.gt(100)),
  );
  const statement = select(Place)
    .fromStatement(union)
    .options(withExpression(Place.extra, union.selectedColumns.n as ColumnElement));
  expect(session.scalars(statement).one().extra).toBe(7);
});

test("a synonym, a composite and a hybrid stand for their attributes on the class and on instances", () => {
  const place = session.query(Place).filterBy({ given: "a" }).one();
  expect(place.given).toBe("a");
  expect(place.at).toEqual(new Point(1, 20));
  expect(place.far).toBe(false);
  expectTypeOf(place.at).toEqualTypeOf<Point | null>();
  expect(
    during(
      () =>
        void session
          .query(Place.id)
          .filter(Place.at.eq(new Point(1, 2)))
          .all(),
    ),
  ).toEqual(["SELECT place.id AS place_id FROM place WHERE place.x = ? AND place.y = ?  [[1,2]]"]);
  expect(during(() => void session.query(Place.id).filter(Place.far).all())).toEqual([
    "SELECT place.id AS place_id FROM place WHERE place.x > ?  [[10]]",
  ]);
  place.at = new Point(3, 4);
  expect(during(() => session.flush())).toEqual(["UPDATE place SET x=?, y=? WHERE place.id = ?  [[3,4,1]]"]);
});

test("an association proxy shows an attribute of related objects", () => {
  const place = session.query(Place).one();
  expect([...place.words]).toEqual(["u", "v"]);
  place.words = ["w"];
  session.flush();
  expect(place.tags.map((tag) => tag.word)).toEqual(["w"]);
  expect(during(() => void session.query(Place.id).filter(Place.words.eq("w")).all())).toEqual([
    'SELECT place.id AS place_id FROM place WHERE EXISTS (SELECT 1 FROM tag WHERE place.id = tag.place_id AND tag.word = ?)  [["w"]]',
  ]);
});

test("withLoaderCriteria() restricts a class wherever it occurs", () => {
  const place = session.scalars<Place>(select(Place).options(withLoaderCriteria(Tag, (cls) => cls.word.eq("v")))).one();
  expect(during(() => expect(place.tags.map((tag) => tag.word)).toEqual(["v"]))).toEqual([
    'SELECT tag.id AS tag_id, tag.word AS tag_word, tag.place_id AS tag_place_id FROM tag WHERE ? = tag.place_id AND tag.word = ?  [[1,"v"]]',
  ]);
});
