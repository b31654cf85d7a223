// Runs SQL in the storage of an object of ours: POST /<platform or directory>/<its name>, with a list of statements as JSON.
// Answers the rows of each.

import { DurableObject } from "cloudflare:workers";

class Storage extends DurableObject {
  async fetch(request) {
    const statements = await request.json();
    const rows = (statement) => [...this.ctx.storage.sql.exec(statement).raw()];
    return Response.json(this.ctx.storage.transactionSync(() => statements.map(rows)));
  }
}

export class Platform extends Storage {}
export class Directory extends Storage {}

export default {
  fetch(request, env) {
    const [, namespace, name] = new URL(request.url).pathname.split("/");
    return env[namespace].getByName(name).fetch(request);
  },
};
