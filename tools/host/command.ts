/**
 * Runs a command: its exit status is what it returns, or 2 with a message where it throws. A reader that closes early, as
 * `head` does, ends it without a complaint.
 */
export async function runCommand(command: (argv: readonly string[]) => Promise<number>): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
