import type { ScenarioAbout } from "../scenario.ts";

export default {
  title: "A deleted object is still in the collection",
  question: "I delete an object and flush: why does its parent's collection still show it?",
  answer:
    "session.delete() does not look for collections that hold the object, and a flush does not reload them. The collection changes when it is loaded anew: after expire() or commit(). With delete-orphan, removing the object from the collection changes both at once.",
  source: {
    title: "Notes on Delete: deleting objects referenced from collections",
    url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#notes-on-delete",
  },
  sources: [
    {
      title: "Deleting objects referenced from collections and scalar relationships",
      url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#deleting-objects-referenced-from-collections-and-scalar-relationships",
    },
  ],
  tags: ["delete", "collection", "stale", "expire", "delete-orphan"],
  opens: "select=statement.12&at=12+1&panes=objects",
  group: "Objects in memory",
  order: 81,
} satisfies ScenarioAbout;
