import { expect, test } from "vitest";
import { gallery, loadGallery, scenarioById, searchGallery } from "./gallery.ts";

await loadGallery();

const found = (search: string) => searchGallery(search).map(({ id }) => id);

test("every item has its program, its answer, and a place in the list", () => {
  for (const { id, typescript, answer, title } of gallery) {
    expect(typescript, id).not.toBe("");
    expect(answer ?? "", id).not.toBe("");
    expect(title.endsWith("."), id).toBe(false);
    expect(scenarioById(id)?.id).toBe(id);
  }
});

test("all words of a search are in what is found", () => {
  expect(found("passive_deletes loaded")).toContain("passive-deletes-loaded");
  expect(found("PASSIVE_DELETES pragma")).toContain("sqlite-foreign-keys");
  expect(found("passive_deletes no-such-word")).toEqual([]);
  expect(found("  ")).toHaveLength(gallery.length);
});

test("an error is found by its code, by a part of its text, and by its whole message", () => {
  expect(found("bbf0")).toContain("notebook-7-single-parent");
  expect(found("NOT NULL constraint failed")).toContain("notebook-2-not-null");
  const message = `sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) FOREIGN KEY constraint failed
[SQL: DELETE FROM accounts WHERE accounts.id = ?]
[parameters: (1,)]
(Background on this error at: https://sqlalche.me/e/20/gkpj)`;
  expect(found(message)).toContain("passive-deletes-all");
  expect(found(message)).not.toContain("notebook-1-nullify");
  expect(found("NoResultFound: No row was found when one was required")).toContain("tutorial-2-querying");
});
