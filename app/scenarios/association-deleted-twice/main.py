from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Course(Base):
    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]


class Student(Base):
    __tablename__ = "students"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    # Two relationships that write the same rows. The warnings in the output say so.
    courses: Mapped[list["Course"]] = relationship(secondary="enrolments")
    enrolments: Mapped[list["Enrolment"]] = relationship(back_populates="student", cascade="all, delete-orphan")


class Enrolment(Base):
    __tablename__ = "enrolments"

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    grade: Mapped[int | None]
    student: Mapped[Student] = relationship(back_populates="enrolments")
    course: Mapped[Course] = relationship()


class Teacher(Base):
    __tablename__ = "teachers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    # This one only reads.
    courses: Mapped[list["Course"]] = relationship(secondary="lessons", viewonly=True)
    lessons: Mapped[list["Lesson"]] = relationship(back_populates="teacher", cascade="all, delete-orphan")


class Lesson(Base):
    __tablename__ = "lessons"

    teacher_id: Mapped[int] = mapped_column(ForeignKey("teachers.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    room: Mapped[str | None]
    teacher: Mapped[Teacher] = relationship(back_populates="lessons")
    course: Mapped[Course] = relationship()


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)

sql = Course(title="SQL")
ann = Student(name="ann", enrolments=[Enrolment(course=sql, grade=1)])
eve = Teacher(name="eve", lessons=[Lesson(course=sql, room="B7")])
session.add_all([ann, eve])
session.commit()

# Two times the same DELETE: one for Student.courses, one for the enrolment, whose row is gone by then.
session.delete(ann)
session.commit()

# eve's courses are read as before, and her lesson is deleted once.
print(f"eve teaches {', '.join(course.title for course in eve.courses)}")
session.delete(eve)
session.commit()
