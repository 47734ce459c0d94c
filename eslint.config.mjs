import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", ".tools/"] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `{}` is how a type says "anything but null and undefined".
      "@typescript-eslint/no-empty-object-type": "off",
      // A destructured property with this name is left out of what is kept.
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  { files: ["**/*.mjs", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { require: "readonly" } },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["cli/view/page/*.mjs", "tests/support/*-in-page.mjs"],
    languageOptions: {
      globals: {
        ...{ document: "readonly", fetch: "readonly", DOMParser: "readonly", ResizeObserver: "readonly" },
        setTimeout: "readonly",
      },
    },
  },
  // A new resource is made for its effect on the stack.
  { files: ["examples/**", "tests/**"], rules: { "no-new": "off" } },
);
