using Workerd = import "/workerd/workerd.capnp";

# The hand-written peer, configured like our worker: beside pages, with its storage on disk. The bench puts the pages of the
# other peers together in `target/peers`.

const peer :Workerd.Config = (
  services = [
    ( name = "app", worker = .app ),
    ( name = "site", assets = .site ),
    ( name = "do-disk", disk = ( writable = true ) ),
  ],
  sockets = [ ( name = "http", http = (), service = "site" ) ],
);

const site :Workerd.AssetsService = (
  path = "target/peers",
  config = "{\"html_handling\":\"auto-trailing-slash\",\"run_worker_first\":[\"/api/*\"]}",
  userWorker = "app",
);

const app :Workerd.Worker = (
  modules = [ ( name = "j.mjs", esModule = embed "j.mjs" ) ],
  compatibilityDate = "2026-11-01",
  bindings = [ ( name = "PLATFORM", durableObjectNamespace = "Platform" ) ],
  durableObjectNamespaces = [ ( className = "Platform", uniqueKey = "laufzeit-bench-peer-v1", enableSql = true ) ],
  durableObjectStorage = ( localDisk = "do-disk" ),
);
