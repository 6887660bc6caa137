"""Record the gallery's questions on deleting a parent and on ON DELETE: one scenario for each item of app/scenarios that is
named as it.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 deletes.py OUT.jsonl[.gz] [TOPIC...]
"""
from questions import Questions

topics = Questions()


def parent(name, table, options, child):
    """A class with a collection of children, and the children."""
    child_name, child_table, key = child
    return f"""
class {name}(Base):
    __tablename__ = "{table}"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    {child_table} = relationship("{child_name}"{options})

class {child_name}(Base):
    __tablename__ = "{child_table}"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    {table[:-1]}_id = mapped_column({key})
"""


@topics.add
def nullify_not_null():
    """NULL, refused, and deleted"""
    return "\n".join([
        parent("Author", "authors", "", ("Book", "books", "ForeignKey('authors.id')")),
        parent("Invoice", "invoices", "", ("Line", "lines", "ForeignKey('invoices.id'), nullable=False")),
        parent("Order", "orders", ", cascade='all, delete-orphan'", ("Item", "items", "ForeignKey('orders.id'), nullable=False")),
    ]), [
        "author = Author(name='Ann', books=[Book(name='Flowers')])",
        "invoice = Invoice(name='2015-7', lines=[Line(name='paper')])",
        "order = Order(name='no. 1', items=[Item(name='ink')])",
        "session.add_all([author, invoice, order])",
        "session.commit()",
        "session.delete(author)",
        "session.commit()",
        "session.query(Book).one().author_id",
        "session.delete(invoice)",
        "session.commit()",
        "session.rollback()",
        "session.delete(order)",
        "session.commit()",
        "session.query(Item).count()",
    ]


@topics.add
def on_delete_does_nothing():
    """ON DELETE CASCADE without and with passive_deletes"""
    return "\n".join([
        parent("Drawer", "drawers", "", ("Letter", "letters", "ForeignKey('drawers.id', ondelete='CASCADE')")),
        parent("Folder", "folders", ", passive_deletes=True", ("File", "files", "ForeignKey('folders.id', ondelete='CASCADE')")),
    ]), [
        "drawer = Drawer(name='top', letters=[Letter(name='from Ann'), Letter(name='from Bob')])",
        "folder = Folder(name='home', files=[File(name='notes'), File(name='todo')])",
        "session.add_all([drawer, folder])",
        "session.commit()",
        "session.delete(drawer)",
        "session.commit()",
        "session.query(Letter).count()",
        "session.delete(folder)",
        "session.commit()",
        "session.query(File).count()",
    ], {"foreign_keys": True}


FOLDERS = parent("Folder", "folders", ", cascade='all, delete-orphan', passive_deletes=True",
                 ("File", "files", "ForeignKey('folders.id', ondelete='CASCADE')"))


@topics.add
def passive_deletes_loaded():
    """passive_deletes with the collection loaded and unloaded"""
    return FOLDERS, [
        "session.add_all([Folder(name=name, files=[File(name=name + '.txt')]) for name in ['a', 'b', 'c']])",
        "session.commit()",
        "a, b, c = session.query(Folder).order_by(Folder.name).all()",
        "session.delete(a)",
        "session.flush()",
        "len(b.files)",
        "session.delete(b)",
        "session.flush()",
        "len(c.files)",
        "session.expire(c, ['files'])",
        "session.delete(c)",
        "session.commit()",
        "session.query(File).count()",
    ], {"foreign_keys": True}


@topics.add
def passive_deletes_all():
    """passive_deletes=True and "all", with children in memory"""
    return "\n".join([
        parent("Team", "teams", ", passive_deletes=True", ("Player", "players", "ForeignKey('teams.id')")),
        parent("Account", "accounts", ", passive_deletes='all'", ("Payment", "payments", "ForeignKey('accounts.id')")),
        parent("Folder", "folders", ", passive_deletes='all'", ("File", "files", "ForeignKey('folders.id', ondelete='CASCADE')")),
    ]), [
        "player = Player(name='Ann')",
        "payment = Payment(name='rent')",
        "file = File(name='notes')",
        "team = Team(name='red', players=[player])",
        "account = Account(name='savings', payments=[payment])",
        "folder = Folder(name='home', files=[file])",
        "session.add_all([team, account, folder])",
        "session.commit()",
        "len(team.players)",
        "session.delete(team)",
        "session.commit()",
        "player.team_id",
        "len(account.payments)",
        "session.delete(account)",
        "session.commit()",
        "session.rollback()",
        "len(folder.files)",
        "session.delete(folder)",
        "session.commit()",
        "file.name",
    ], {"foreign_keys": True}


FILES = parent("Folder", "folders", ", passive_deletes=True", ("File", "files", "ForeignKey('folders.id', ondelete='CASCADE')"))


def files():
    return [
        "folder = Folder(name='home', files=[File(name='notes')])",
        "session.add(folder)",
        "session.commit()",
        "session.delete(folder)",
        "session.commit()",
        "session.query(File).count()",
        "session.add(File(name='lost', folder_id=99))",
        "session.commit()",
    ]


@topics.add
def sqlite_foreign_keys_1():
    """Foreign keys off, as SQLite has them"""
    return FILES, files()


@topics.add
def sqlite_foreign_keys_2():
    """Foreign keys on"""
    return FILES, files(), {"foreign_keys": True}


@topics.add
def orphans_before_flush():
    """Orphans, persistent and pending, before the flush"""
    return """
class List(Base):
    __tablename__ = "lists"
    id = mapped_column(Integer, primary_key=True)
    tasks = relationship("Task", cascade="all, delete-orphan", back_populates="list")

class Task(Base):
    __tablename__ = "tasks"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String)
    list_id = mapped_column(ForeignKey("lists.id"))
    list = relationship("List", back_populates="tasks")
    notes = relationship("Note", back_populates="task")

class Note(Base):
    __tablename__ = "notes"
    id = mapped_column(Integer, primary_key=True)
    text = mapped_column(String)
    task_id = mapped_column(ForeignKey("tasks.id"))
    task = relationship("Task", back_populates="notes")
""", [
        "wash = Task(name='wash')",
        "todo = List(tasks=[wash])",
        "session.add(todo)",
        "session.commit()",
        "todo.tasks.remove(wash)",
        "wash in session.deleted",
        "wash in session.dirty",
        "session.flush()",
        "inspect(wash).deleted",
        "session.commit()",
        "note = Note(text='soon')",
        "cook = Task(name='cook', notes=[note])",
        "todo.tasks.append(cook)",
        "todo.tasks.remove(cook)",
        "cook in session",
        "note in session",
        "session.commit()",
        "session.query(Note).count()",
    ]


if __name__ == "__main__":
    topics.main(__file__)
