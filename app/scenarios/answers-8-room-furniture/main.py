from sqlalchemy import Column, ForeignKey, Integer, create_engine, event
from sqlalchemy.orm import Session, backref, declarative_base, relationship

Base = declarative_base()


class DBRoom(Base):
    __tablename__ = "roomdata"

    id = Column(Integer, primary_key=True)


class DBFurniture(Base):
    __tablename__ = "furnituredata"

    id = Column(Integer, primary_key=True)
    # 1. The database is told what to do,
    room_id = Column(Integer, ForeignKey("roomdata.id", ondelete="CASCADE"))
    # 2. the session is told to leave it to the database,
    room = relationship("DBRoom", backref=backref("furniture", passive_deletes=True))


engine = create_engine("sqlite://")


# 3. and SQLite is told to enforce its foreign keys.
@event.listens_for(engine, "connect")
def enforce_foreign_keys(connection, record):
    connection.execute("PRAGMA foreign_keys=ON")


Base.metadata.create_all(engine)
session = Session(engine)

r = DBRoom()
f1 = DBFurniture(room=r)
f2 = DBFurniture(room=r)
session.add_all([r, f1, f2])
session.commit()
session.expire_all()

# Neither loads the furniture nor touches it.
session.delete(r)
session.commit()
print(f"{session.query(DBFurniture).count()} pieces of furniture without the room")
