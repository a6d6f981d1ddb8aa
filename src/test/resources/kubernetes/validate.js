// Validates the objects of rendered manifests against the schemas of Kubernetes and the Prometheus Operator:
//
//   npm install && node validate.js <file> ...
//
// Prints a line for each object, and ends with 1 if one of them is invalid. Kinds of OpenShift have no schema here.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

async function schema({ apiVersion, kind }) {
  const library = apiVersion.startsWith("monitoring.coreos.com/") ? "@kubernetes-models/prometheus-operator" : "kubernetes-models";
  try {
    return (await import(`./node_modules/${library}/${apiVersion}/${kind}.js`))[kind];
  } catch (e) {
    if (e.code !== "ERR_MODULE_NOT_FOUND") {
      throw e;
    }
    return undefined;
  }
}

async function verdict(object) {
  const Kind = await schema(object);
  if (!Kind) {
    return "no schema";
  }
  try {
    new Kind(object).validate();
    return "valid";
  } catch (e) {
    process.exitCode = 1;
    return `INVALID: ${e.message}`;
  }
}

for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.toJS();
    console.log(`${object.apiVersion} ${object.kind}: ${await verdict(object)}`);
  }
}
