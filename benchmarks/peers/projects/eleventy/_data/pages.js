// The frameworks of each language, and one list of all.
import { readdirSync, readFileSync } from "node:fs";

const read = (language, name) => ({
  language,
  ...JSON.parse(readFileSync(`frameworks/${language}/${name}`, "utf8")),
});

export default function () {
  const languages = readdirSync("frameworks");
  const of = Object.fromEntries(
    languages.map((language) => [
      language,
      readdirSync(`frameworks/${language}`).sort().map((name) => read(language, name)),
    ]),
  );
  return { of, all: Object.values(of).flat() };
}
