import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const product = "src/hexad_web";
const lucide = "node_modules/lucide-static/icons";

function* filesBelow(folder, ending) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "dist") yield* filesBelow(path, ending);
    else if (entry.isFile() && ending.test(entry.name)) yield path;
  }
}

/** Names of icons that templates, scripts and Python mention: `<c-icon name="x">`, `{% icon "x" %}`, `icon="x"`, `icon: "x"`. */
function usedIcons() {
  const mentions = /(?:\b|_)(?:name|icons?)["']?\s*[=:]?\s*["']([a-z0-9 -]+)["']/g;
  const names = new Set();
  for (const path of filesBelow(product, /\.(html|py|js)$/)) {
    for (const [, found] of readFileSync(path, "utf8").matchAll(mentions)) {
      found.split(" ").filter((name) => existsSync(join(lucide, `${name}.svg`))).forEach((name) => names.add(name));
    }
  }
  return [...names].sort();
}

/** The drawing inside one Lucide file, without its frame and licence comment (the licence stands in icons.json). */
function drawingOf(name) {
  const svg = readFileSync(join(lucide, `${name}.svg`), "utf8");
  return svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/\s+/g, " ").trim();
}

/** Writes dist/icons.json: only the icons in use, inlined by the template tag `icon`. */
function icons() {
  return {
    name: "hexad-icons",
    generateBundle() {
      const drawings = Object.fromEntries(usedIcons().map((name) => [name, drawingOf(name)]));
      const source = JSON.stringify({ licence: "Lucide, ISC, https://lucide.dev/license", drawings });
      this.emitFile({ type: "asset", fileName: "icons.json", source });
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [tailwindcss(), icons()],
  build: {
    outDir: `${product}/frontend/dist`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    target: "es2022",
    rollupOptions: {
      preserveEntrySignatures: "exports-only", // charts.js is imported by its address, so it has to keep its exports
      input: { hexad: `${product}/frontend/src/main.js`, charts: `${product}/frontend/src/charts.js`, design: `${product}/frontend/src/design.js` },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: ({ names }) => (names.some((name) => name.endsWith(".css")) ? "hexad.css" : "fonts/[name][extname]"),
      },
    },
  },
});
