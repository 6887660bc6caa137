import {
  backref,
  Column,
  column,
  declarativeBase,
  type Engine,
  ForeignKey,
  foreignKey,
  Integer,
  relationship,
  Session,
  selectinload,
  Table,
  Text,
} from "../../src-engine/index.ts";

/** One thing to measure: what the database holds before it, and what is done with the ORM. */
export interface Workload {
  readonly title: string;
  /** Users that are there at the start, each with four addresses. */
  readonly seededUsers: number;
  /** How many objects it handles, for a figure per object. */
  readonly objects: number;
  /** The goal: the fastest run over the floor's fastest run. */
  readonly goal: number;
  readonly run: (engine: Engine) => void;
}

const Base = declarativeBase();

const userTags = new Table(
  "user_tags",
  Base.metadata,
  new Column("user_id", Integer, new ForeignKey("users.id"), { primaryKey: true }),
  new Column("tag_id", Integer, new ForeignKey("tags.id"), { primaryKey: true }),
);

export class User extends Base.mapped("users", {
  id: column(Integer, { primaryKey: true }),
  name: column(Text, { nullable: false }),
  email: column(Text, { nullable: false }),
  addresses: relationship<Address[]>("Address", { backPopulates: "user", cascade: "all, delete-orphan" }),
  tags: relationship<Tag[]>("Tag", { secondary: userTags }),
}) {}

class Address extends Base.mapped("addresses", {
  id: column(Integer, { primaryKey: true }),
  userId: column("user_id", Integer, foreignKey("users.id"), { nullable: false }),
  street: column(Text, { nullable: false }),
  user: relationship<User>("User", { backPopulates: "addresses" }),
}) {}

class Tag extends Base.mapped("tags", {
  id: column(Integer, { primaryKey: true }),
  label: column(Text, { nullable: false }),
}) {}

class TreeNode extends Base.mapped("nodes", {
  id: column(Integer, { primaryKey: true }),
  parentId: column("parent_id", Integer, foreignKey("nodes.id")),
  name: column(Text, { nullable: false }),
  children: relationship<TreeNode[]>("TreeNode", {
    cascade: "all",
    backref: backref("parent", { remoteSide: "TreeNode.id" }),
  }),
}) {}

Base.register(User, Address, Tag, TreeNode);

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const newUser = (i: number) => new User({ name: `user ${i}`, email: `user${i}@example.org` });
const newNode = (i: number) => new TreeNode({ name: `node ${i}` });

let flushed = 0;

/** Milliseconds that flushes have taken in this process. */
export function flushTime(): number {
  return flushed;
}

function flush(session: Session): void {
  const start = performance.now();
  session.flush();
  flushed += performance.now() - start;
}

/** A session whose work is committed at its end. */
function inSession(engine: Engine, work: (session: Session) => void): void {
  const session = new Session(engine);
  work(session);
  session.commit();
  session.close();
}

/** Nodes in a tree, each with up to `branching` children; the first is the root. */
function tree(count: number, branching: number): TreeNode[] {
  const nodes = times(count, newNode);
  for (const [i, node] of nodes.entries()) {
    if (i > 0) nodes[Math.floor((i - 1) / branching)]?.children.push(node);
  }
  return nodes;
}

/** Inserts users with four addresses each in one flush. */
function insertUsers(engine: Engine, count: number): void {
  inSession(engine, (session) => {
    for (let i = 0; i < count; i++) {
      const user = newUser(i);
      for (let j = 0; j < 4; j++) user.addresses.push(new Address({ street: `${i * 4 + j} Main Street` }));
      session.add(user);
    }
    flush(session);
  });
}

/** Inserts a tree and a chain in one flush, and deletes both roots in another. */
function growAndFell(engine: Engine, inTree: number, inChain: number): void {
  inSession(engine, (session) => {
    const roots = [tree(inTree, 3)[0], tree(inChain, 1)[0]] as TreeNode[];
    session.addAll(roots);
    flush(session);
    for (const root of roots) session.delete(root);
    flush(session);
  });
}

/** The short ones are given five times the work of `workloads.json`, which makes their figures steady. */
export const workloads: Readonly<Record<string, Workload>> = {
  W1: {
    title: "insert 2,000 users × 4 addresses, one flush",
    seededUsers: 0,
    objects: 10_000,
    goal: 1.8,
    run: (engine) => insertUsers(engine, 2000),
  },
  W2: {
    title: "load 2,000 users + addresses eagerly",
    seededUsers: 2000,
    objects: 10_000,
    goal: 1.8,
    run: (engine) =>
      inSession(engine, (session) => {
        const users = session.query(User).options(selectinload(User.addresses)).all();
        let addresses = 0;
        for (const user of users) addresses += user.addresses.length;
        if (addresses !== 8000) throw new Error(`${addresses} addresses were loaded`);
      }),
  },
  W3: {
    title: "load 10,000, change 1,000, flush",
    seededUsers: 2000,
    objects: 10_000,
    goal: 1.6,
    run: (engine) =>
      inSession(engine, (session) => {
        session.query(User).all();
        const addresses = session.query(Address).all();
        for (let i = 0; i < 1000; i++) (addresses[i * 8] as Address).street = `${i} Side Street`;
        flush(session);
      }),
  },
  W4: {
    title: "load + cascade-delete 1,000 users × 4",
    seededUsers: 2000,
    objects: 5000,
    goal: 2.0,
    run: (engine) =>
      inSession(engine, (session) => {
        for (const user of session.query(User).filter(User.id.le(1000)).all()) session.delete(user);
        flush(session);
      }),
  },
  W5: {
    title: "lazy N+1 over 2,500 users",
    seededUsers: 2500,
    objects: 12_500,
    goal: 1.5,
    run: (engine) =>
      inSession(engine, (session) => {
        for (const user of session.query(User).all()) {
          if (user.addresses.length !== 4) throw new Error(`${user.addresses.length} addresses of user ${user.id}`);
        }
      }),
  },
  W6: {
    title: "load 1,000 users × 4, orphan half, flush",
    seededUsers: 2000,
    objects: 5000,
    goal: 2.0,
    run: (engine) =>
      inSession(engine, (session) => {
        const loaded = session.query(User).filter(User.id.le(1000)).options(selectinload(User.addresses)).all();
        for (const user of loaded) user.addresses.splice(0, 2);
        flush(session);
      }),
  },
  W7: {
    title: "m2m 1,000 users × 5 tags; delete 200",
    seededUsers: 0,
    objects: 6250,
    goal: 1.8,
    run: (engine) =>
      inSession(engine, (session) => {
        const tags = times(250, (i) => new Tag({ label: `tag ${i}` }));
        const users = times(1000, newUser);
        for (const [i, user] of users.entries()) {
          for (let j = 0; j < 5; j++) user.tags.push(tags[(i * 7 + j * 50) % 250] as Tag);
        }
        session.addAll(users);
        flush(session);
        for (const user of users.slice(0, 200)) session.delete(user);
        flush(session);
      }),
  },
  W8: {
    title: "self-ref: tree 2,000 + chain 1,000; delete",
    seededUsers: 0,
    objects: 6000,
    goal: 2.2,
    run: (engine) => growAndFell(engine, 2000, 1000),
  },
  W9: {
    title: "5,000 × {change one; flush}, 1,000 loaded",
    seededUsers: 2000,
    objects: 5000,
    goal: 2.0,
    run: (engine) =>
      inSession(engine, (session) => {
        const users = session.query(User).filter(User.id.le(1000)).all();
        for (let i = 0; i < 5000; i++) {
          (users[i % users.length] as User).name = `changed ${i}`;
          flush(session);
        }
      }),
  },
};

/** A workload at several sizes, whose flushes are to cost the same for each object. */
export interface Scaled {
  readonly title: string;
  readonly sizes: readonly number[];
  readonly run: (engine: Engine, objects: number) => void;
}

const SIZES = [1000, 10_000, 100_000];

export const scaled: Readonly<Record<string, Scaled>> = {
  W1: { title: "insert users × 4 addresses", sizes: SIZES, run: (engine, objects) => insertUsers(engine, objects / 5) },
  W8: {
    title: "self-ref: tree + chain; delete",
    sizes: SIZES,
    run: (engine, objects) => growAndFell(engine, Math.round((objects * 2) / 3), Math.round(objects / 3)),
  },
};
