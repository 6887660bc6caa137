import {
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  Integer,
  inspect,
  relationship,
  Session,
  String,
} from "flushlight";

const Base = declarativeBase();

class List extends Base.mapped("lists", {
  id: column(Integer, { primaryKey: true }),
  tasks: relationship<Task[]>("Task", { cascade: "all, delete-orphan", backPopulates: "list" }),
}) {}

class Task extends Base.mapped("tasks", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  listId: column("list_id", Integer, foreignKey("lists.id")),
  list: relationship<List>("List", { backPopulates: "tasks" }),
  // No delete-orphan here.
  notes: relationship<Note[]>("Note", { backPopulates: "task" }),
}) {}

class Note extends Base.mapped("notes", {
  id: column(Integer, { primaryKey: true }),
  text: column(String),
  taskId: column("task_id", Integer, foreignKey("tasks.id")),
  task: relationship<Task>("Task", { backPopulates: "notes" }),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const wash = new Task({ name: "wash" });
const todo = new List({ tasks: [wash] });
session.add(todo);
session.commit();

// Taken out: an orphan to be, but so far it is only changed.
todo.tasks.remove(wash);
console.log(`deleted: ${[...session.deleted].includes(wash)}, dirty: ${[...session.dirty].includes(wash)}`);
session.flush();
console.log(`after the flush deleted: ${inspect(wash).deleted}`);
session.commit();

// A task that never had a row, with a note.
const note = new Note({ text: "soon" });
const cook = new Task({ name: "cook", notes: [note] });
todo.tasks.append(cook);
todo.tasks.remove(cook);
console.log(`in the session: the task ${session.contains(cook)}, its note ${session.contains(note)}`);
// Its note is INSERTed, without a task. Make the cascade of Task.notes "all, delete-orphan", and it goes as well.
session.commit();
console.log(`${session.query(Note).count()} note`);
