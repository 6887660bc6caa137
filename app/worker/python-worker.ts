/** The worker that runs Python: another script than TypeScript's, which has nothing of Python in it. */
import { pythonOn } from "../languages/python/bridge/program.ts";
import { startInterpreter } from "./python/interpreter.ts";
import { withMemoryInWords } from "./python/memory.ts";
import { PYTHON_WARM_UP } from "./python/warm-up.ts";
import { serve } from "./serve.ts";

serve({
  name: "python",
  async load({ python }) {
    if (python === undefined) throw new Error("This worker was not given what Python runs from.");
    return withMemoryInWords(pythonOn(await startInterpreter(python)));
  },
  warmUp: PYTHON_WARM_UP,
});
