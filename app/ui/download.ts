/** Hands a file to the browser to keep. */
export function download(
  name: string,
  content: string | Uint8Array<ArrayBuffer> | Blob,
  type = "application/octet-stream",
): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A title as the name of a file: letters and digits of any language, joined by hyphens. */
export function fileName(title: string | null, extension: string): string {
  const name = (title ?? "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${name === "" ? "flushlight" : name}.${extension}`;
}
