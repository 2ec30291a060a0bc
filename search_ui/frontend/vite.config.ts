import { defineConfig } from "vite";

const islands = [
  "base",
  "viewer",
  "player",
  "upload",
  "live",
  "results",
  "spread",
  "exports",
  "desk",
  "capture",
  "withhold",
  "worker",
  "report",
  "settle",
  "kept",
  "workspace-page",
  "workspace-sound",
  "workspace-map",
];

export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  build: {
    outDir: "../static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0, // the content policy lets no data: font or style in
    modulePreload: { polyfill: false },
    target: "es2020",
    sourcemap: false,
    rollupOptions: {
      input: Object.fromEntries(islands.map((name) => [name, `src/${name}.ts`])),
    },
  },
});
