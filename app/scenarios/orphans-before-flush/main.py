from sqlalchemy import ForeignKey, create_engine, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class List(Base):
    __tablename__ = "lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    tasks: Mapped[list["Task"]] = relationship(cascade="all, delete-orphan", back_populates="list")


class Task(Base):
    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    list_id: Mapped[int | None] = mapped_column(ForeignKey("lists.id"))
    list: Mapped[List | None] = relationship(back_populates="tasks")
    # No delete-orphan here. Without an annotation, for list is the relationship above by now.
    notes = relationship("Note", back_populates="task")


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str | None]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"))
    task: Mapped[Task | None] = relationship(back_populates="notes")


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

wash = Task(name="wash")
todo = List(tasks=[wash])
session.add(todo)
session.commit()

# Taken out: an orphan to be, but so far it is only changed.
todo.tasks.remove(wash)
print(f"deleted: {wash in session.deleted}, dirty: {wash in session.dirty}")
session.flush()
print(f"after the flush deleted: {inspect(wash).deleted}")
session.commit()

# A task that never had a row, with a note.
note = Note(text="soon")
cook = Task(name="cook", notes=[note])
todo.tasks.append(cook)
todo.tasks.remove(cook)
print(f"in the session: the task {cook in session}, its note {note in session}")
# Its note is INSERTed, without a task. Make the cascade of Task.notes "all, delete-orphan", and it goes as well.
session.commit()
print(f"{session.query(Note).count()} note")
