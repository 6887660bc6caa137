/** The worker that runs TypeScript: a classic script, because an opaque origin loads no modules. */
import { typescript } from "../languages/typescript/typescript.ts";
import { serve } from "./serve.ts";
import { WARM_UP } from "./warm-up.ts";

serve({ name: "typescript", load: async () => typescript, warmUp: WARM_UP });
