/** Objects of Kubernetes as JSON on standard input; for each a list of what its API's schema says against it. A process of its own, as the schemas are ES modules. */
import { text } from 'node:stream/consumers';

async function faultsOf(object) {
  const folder = object.apiVersion.replace(/^(\w+\.k8s\.io)\//, '$1/');
  const { [object.kind]: Model } = await import(`kubernetes-models/${folder}`);
  try {
    new Model(object).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

const objects = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await Promise.all(objects.map(faultsOf))));
