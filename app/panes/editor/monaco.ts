import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/python/register";
import "monaco-editor/languages/definitions/typescript/register";
import engineTypes from "virtual:engine-types";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import * as typescript from "monaco-editor/languages/features/typescript/register";
import TypeScriptWorker from "monaco-editor/languages/features/typescript/ts.worker?worker";
import globals from "./globals.d.ts?raw";

declare global {
  interface Window {
    MonacoEnvironment?: { getWorker(module: string, label: string): Worker };
  }
}

window.MonacoEnvironment = {
  getWorker: (_module, label) => (label === "typescript" ? new TypeScriptWorker() : new EditorWorker()),
};

const { typescriptDefaults } = typescript;

typescriptDefaults.setCompilerOptions({
  target: typescript.ScriptTarget.ESNext,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: typescript.ModuleResolutionKind.NodeJs,
  // Every program is a module, also one without an import.
  moduleDetection: 3,
  lib: ["esnext"],
  strict: true,
  allowNonTsExtensions: true,
  skipLibCheck: true,
  types: [],
});
typescriptDefaults.setDiagnosticsOptions({ noSemanticValidation: false, noSyntaxValidation: false });
typescriptDefaults.setEagerModelSync(true);
typescriptDefaults.setExtraLibs([
  ...Object.entries(engineTypes).map(([path, content]) => ({ filePath: `file:///node_modules/${path}`, content })),
  { filePath: "file:///globals.d.ts", content: globals },
]);

monaco.editor.defineTheme("flushlight-light", {
  base: "vs",
  inherit: true,
  rules: [],
  colors: { "editor.background": "#ffffff", "editorLineNumber.foreground": "#6a7482" },
});
monaco.editor.defineTheme("flushlight-dark", {
  base: "vs-dark",
  inherit: true,
  rules: [],
  colors: { "editor.background": "#161a21", "editorLineNumber.foreground": "#8793a3" },
});

export { monaco };
