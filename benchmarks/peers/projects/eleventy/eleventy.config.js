export default function (config) {
  config.ignores.add("frameworks");
  return { dir: { input: ".", output: "build" }, htmlTemplateEngine: "njk" };
}
