import { expect, test } from "./support/test.ts";

test("what is typed right after the keys of the palette is searched for", async ({ flushlight, page }) => {
  await flushlight.open();
  // In one go: no key waits for the palette to be there.
  await page.evaluate(() => {
    const press = (key: string, ctrlKey = false) =>
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }));
    press("k", true);
    for (const key of "gallery") press(key);
  });
  await expect(page.getByRole("combobox", { name: "Commands" })).toHaveValue("gallery");
});

test("the palette gives the focus back to the button that had it", async ({ flushlight, page }) => {
  await flushlight.open();
  const button = page.getByRole("button", { name: "Share" });
  await button.focus();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Commands" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});

test("a dialog chosen in the palette gives the focus back to where the palette was opened", async ({
  flushlight,
  page,
}) => {
  await flushlight.open();
  const button = page.getByRole("button", { name: "Share" });
  await button.focus();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("keys");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});
