// wink-nlp with its own English model over a folder of texts; prints one line of JSON.
// Run from the folder that holds node_modules:  node wink_peer.mjs FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import winkNLP from "wink-nlp";
import model from "wink-eng-lite-web-model";

const started = performance.now();
const nlp = winkNLP(model, ["sbd", "pos", "ner"]);
const its = nlp.its;
const loaded = performance.now();
const folder = process.argv[2];
const texts = readdirSync(folder).filter((name) => name.endsWith(".txt")).sort()
  .map((name) => readFileSync(join(folder, name), "utf8"));
let words = 0, sentences = 0, entities = 0;
for (const text of texts) {
  const doc = nlp.readDoc(text);
  // All results are taken out, so that nothing stays undone.
  const types = doc.tokens().out(its.type);
  doc.tokens().out(its.pos);
  doc.tokens().out(its.lemma);
  words += types.filter((type) => type !== "tabCRLF").length;
  sentences += doc.sentences().length();
  entities += doc.entities().length();
}
const done = performance.now();
console.log(JSON.stringify({
  start_s: (loaded - started) / 1000, work_s: (done - loaded) / 1000, words, sentences, entities,
}));
