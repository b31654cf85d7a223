// Serves the storage of an object, at /<platform or directory>/<its name>. POST runs a JSON list of statements and
// returns the rows of each; GET returns when the object's alarm rings.

import { DurableObject } from "cloudflare:workers";

class Storage extends DurableObject {
  async fetch(request) {
    if (request.method === "GET") return Response.json(await this.ctx.storage.getAlarm());
    const statements = await request.json();
    const rows = (statement) => [...this.ctx.storage.sql.exec(statement).raw()];
    return Response.json(this.ctx.storage.transactionSync(() => statements.map(rows)));
  }
}

export class Platform extends Storage {}
export class Directory extends Storage {}
export class People extends Storage {}

export default {
  fetch(request, env) {
    const [, namespace, name] = new URL(request.url).pathname.split("/");
    return env[namespace].getByName(name).fetch(request);
  },
};
