import type { Language } from "../../languages/language.ts";

/** Memory that Python may grow to; a program that wants more gets a MemoryError. */
export const MAX_MEMORY = 512 * 1024 * 1024;

/** Says in words what Python's MemoryError leaves out. */
export function withMemoryInWords(language: Language): Language {
  return {
    prepare(source) {
      const program = language.prepare(source);
      return {
        async run(host) {
          try {
            await program.run(host);
          } catch (error) {
            throw explained(error);
          }
        },
        line: () => program.line(),
        lineOf: (error) => program.lineOf(error),
        mapping: () => program.mapping(),
      };
    },
  };
}

function explained(error: unknown): unknown {
  if (error instanceof Error && error.name === "MemoryError" && error.message === "") {
    error.message = `the program wants more than the ${MAX_MEMORY / (1024 * 1024)} MB of memory that a run may use.`;
  }
  return error;
}
