import { column, createEngine, declarativeBase, foreignKey, Integer, relationship, Session, String } from "flushlight";

const Base = declarativeBase();

class Course extends Base.mapped("courses", {
  id: column(Integer, { primaryKey: true }),
  title: column(String),
}) {}

class Student extends Base.mapped("students", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  // Two relationships that write the same rows. The warnings in the output say so.
  courses: relationship<Course[]>("Course", { secondary: "enrolments" }),
  enrolments: relationship<Enrolment[]>("Enrolment", { backPopulates: "student", cascade: "all, delete-orphan" }),
}) {}

class Enrolment extends Base.mapped("enrolments", {
  studentId: column("student_id", Integer, foreignKey("students.id"), { primaryKey: true }),
  courseId: column("course_id", Integer, foreignKey("courses.id"), { primaryKey: true }),
  grade: column(Integer),
  student: relationship<Student>("Student", { backPopulates: "enrolments" }),
  course: relationship<Course>("Course"),
}) {}

class Teacher extends Base.mapped("teachers", {
  id: column(Integer, { primaryKey: true }),
  name: column(String),
  // This one only reads.
  courses: relationship<Course[]>("Course", { secondary: "lessons", viewonly: true }),
  lessons: relationship<Lesson[]>("Lesson", { backPopulates: "teacher", cascade: "all, delete-orphan" }),
}) {}

class Lesson extends Base.mapped("lessons", {
  teacherId: column("teacher_id", Integer, foreignKey("teachers.id"), { primaryKey: true }),
  courseId: column("course_id", Integer, foreignKey("courses.id"), { primaryKey: true }),
  room: column(String),
  teacher: relationship<Teacher>("Teacher", { backPopulates: "lessons" }),
  course: relationship<Course>("Course"),
}) {}

const engine = createEngine("sqlite://");
Base.metadata.createAll(engine);
const session = new Session(engine);

const sql = new Course({ title: "SQL" });
const ann = new Student({ name: "ann", enrolments: [new Enrolment({ course: sql, grade: 1 })] });
const eve = new Teacher({ name: "eve", lessons: [new Lesson({ course: sql, room: "B7" })] });
session.addAll([ann, eve]);
session.commit();

// Two times the same DELETE: one for Student.courses, one for the enrolment, whose row is gone by then.
session.delete(ann);
session.commit();

// eve's courses are read as before, and her lesson is deleted once.
console.log(`eve teaches ${eve.courses.map((course) => course.title)}`);
session.delete(eve);
session.commit();
