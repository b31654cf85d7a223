using Workerd = import "/workerd/workerd.capnp";

# The worker alone, as an older runtime can read it: without the page's files and the cron trigger, whose services are newer than the
# worker's compatibility date.

const bare :Workerd.Config = (
  services = [
    ( name = "app", worker = .app ),
    ( name = "do-disk", disk = ( writable = true ) ),
  ],
  sockets = [ ( name = "http", http = (), service = "app" ) ],
);

const app :Workerd.Worker = (
  modules = [
    ( name = "entry.mjs", esModule = embed "../worker/entry.mjs" ),
    ( name = "headers.json", json = embed "../worker/headers.json" ),
    ( name = "build/index.js", esModule = embed "../worker/build/index.js" ),
    ( name = "build/index_bg.wasm", wasm = embed "../worker/build/index_bg.wasm" ),
  ],
  compatibilityDate = "2026-11-01",
  bindings = [
    ( name = "PLATFORM", durableObjectNamespace = "PlatformObject" ),
    ( name = "DIRECTORY", durableObjectNamespace = "DirectoryObject" ),
    ( name = "PEOPLE", durableObjectNamespace = "PeopleObject" ),
    ( name = "PLACE", text = "desk" ),
  ],
  durableObjectNamespaces = [
    ( className = "PlatformObject", uniqueKey = "laufzeit-platform-v1", enableSql = true ),
    ( className = "DirectoryObject", uniqueKey = "laufzeit-directory-v1", enableSql = true ),
    ( className = "PeopleObject", uniqueKey = "laufzeit-people-v1", enableSql = true ),
  ],
  durableObjectStorage = ( localDisk = "do-disk" ),
);
