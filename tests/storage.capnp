using Workerd = import "/workerd/workerd.capnp";

# Opens the storage of the worker's objects without the worker. The namespaces are those of `worker/app.capnp`.

const storage :Workerd.Config = (
  services = [
    ( name = "sql", worker = .sql ),
    ( name = "do-disk", disk = ( writable = true ) ),
  ],
  sockets = [ ( name = "http", http = (), service = "sql" ) ],
);

const sql :Workerd.Worker = (
  modules = [ ( name = "storage.mjs", esModule = embed "storage.mjs" ) ],
  compatibilityDate = "2026-11-01",
  bindings = [
    ( name = "platform", durableObjectNamespace = "Platform" ),
    ( name = "directory", durableObjectNamespace = "Directory" ),
    ( name = "people", durableObjectNamespace = "People" ),
  ],
  durableObjectNamespaces = [
    ( className = "Platform", uniqueKey = "laufzeit-platform-v1", enableSql = true ),
    ( className = "Directory", uniqueKey = "laufzeit-directory-v1", enableSql = true ),
    ( className = "People", uniqueKey = "laufzeit-people-v1", enableSql = true ),
  ],
  durableObjectStorage = ( localDisk = "do-disk" ),
);
