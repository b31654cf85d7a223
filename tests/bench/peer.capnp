using Workerd = import "/workerd/workerd.capnp";

# The hand-written peer, configured like our worker: behind the page, with its storage on disk.

const peer :Workerd.Config = (
  services = [
    ( name = "app", worker = .app ),
    ( name = "site", assets = .site ),
    ( name = "do-disk", disk = ( writable = true ) ),
  ],
  sockets = [ ( name = "http", http = (), service = "site" ) ],
);

const site :Workerd.AssetsService = (
  path = "dist",
  config = "{\"html_handling\":\"none\",\"not_found_handling\":\"single-page-application\",\"run_worker_first\":[\"/api/*\"]}",
  userWorker = "app",
);

const app :Workerd.Worker = (
  modules = [ ( name = "peer.mjs", esModule = embed "peer.mjs" ) ],
  compatibilityDate = "2026-11-01",
  bindings = [ ( name = "PLATFORM", durableObjectNamespace = "Platform" ) ],
  durableObjectNamespaces = [ ( className = "Platform", uniqueKey = "laufzeit-bench-peer-v1", enableSql = true ) ],
  durableObjectStorage = ( localDisk = "do-disk" ),
);
