import { expect, test } from "vitest";
import { openShop, statementsOf, User } from "../../tools/host/shop.ts";
import { joinedload } from "../index.ts";

const ROW = "SELECT users.id AS users_id, users.name AS users_name \nFROM users \nWHERE users.id = ?  [1]";

test("get loads what is not at hand, as its options say", () => {
  const session = openShop();
  const statements = statementsOf(() => session.get(User, 1, { options: [joinedload(User.addresses)] }));
  expect(statements).toEqual([
    "SELECT users.id AS users_id, users.name AS users_name, addresses_1.id AS addresses_1_id, addresses_1.email AS addresses_1_email, addresses_1.user_id AS addresses_1_user_id \nFROM users LEFT OUTER JOIN addresses AS addresses_1 ON users.id = addresses_1.user_id \nWHERE users.id = ? ORDER BY addresses_1.id  [1]",
  ]);
  expect(statementsOf(() => session.get(User, 1))).toEqual([]);
});

test("get loads again to populate an object or to lock its row", () => {
  const session = openShop();
  const user = session.get(User, { id: 1 }) as User;
  const { name } = user;
  session.noAutoflush(() => {
    user.name = "changed";
    expect(statementsOf(() => session.get(User, 1, { withForUpdate: true }))).toEqual([ROW]);
    expect(user.name).toBe("changed");
  });
  session.autoflush = false;
  expect(statementsOf(() => session.get(User, 1, { populateExisting: true }))).toEqual([ROW]);
  expect(user.name).toBe(name);
});

test("get refuses keys of another shape", () => {
  const session = openShop();
  expect(() => session.get(User, [1, 2])).toThrow(
    "Incorrect number of values in identifier to formulate primary key for session.get(); primary key columns are 'users.id'",
  );
  expect(() => session.get(User, { key: 1 })).toThrow("primary key attribute names are 'id'");
});
