using Workerd = import "/workerd/workerd.capnp";
# It is looked for in the folder that the command line names with `--import-path`: `private` beside this file, or one that
# `cargo xtask start --sign-in` writes.
using Private = import "/private.capnp";

# What `cargo xtask start` serves, and what the tests serve. Paths of disks and the port are given on the command line.

const prod :Workerd.Config = (
  services = [
    ( name = "app", worker = .app ),
    ( name = "site", assets = .site ),
    ( name = "cron", worker = .cron ),
    ( name = "do-disk", disk = ( writable = true ) ),
    ( name = "do-files", disk = ( writable = false ) ),
    ( name = "cron-disk", disk = ( writable = true ) ),
    ( name = "private-providers", network = Private.network ),
  ],
  sockets = .sockets,
  v8Flags = Private.flags,
);

# Page and API, and a door for whoever has a shell on this machine.
const sockets :List(Workerd.Socket) = [
  ( name = "http", http = (), service = "app" ),
  ( name = "control", address = "127.0.0.1:0", http = (), service = ( name = "app", entrypoint = "Control" ) ),
];

# The same on free ports, with a clock that a test can move and a cron trigger that a test fires.
const test :Workerd.Config = (
  services = [
    ( name = "app", worker = .appUnderTest ),
    ( name = "site", assets = .site ),
    ( name = "testctl", worker = .testctl ),
    ( name = "do-disk", disk = ( writable = true ) ),
    ( name = "do-files", disk = ( writable = false ) ),
    ( name = "private-providers", network = Private.network ),
  ],
  sockets = [
    ( name = "http", http = (), service = "app" ),
    ( name = "control", address = "127.0.0.1:0", http = (), service = ( name = "app", entrypoint = "Control" ) ),
    ( name = "testctl", address = "127.0.0.1:0", http = (), service = "testctl" ),
  ],
  v8Flags = Private.flags,
);

# The files of the page. The build writes how they are served, because the headers name the page's own scripts.
const site :Workerd.AssetsService = ( path = "dist", config = embed "assets.json", compatibilityDate = "2026-11-01" );

# The timer of an alarm is monotonic: on one machine, whose clock may jump, it never looks further ahead than
# `ALARM_HORIZON_MINUTES`. `FILES` says which files there are, so that a lost directory can be made again.
const app :Workerd.Worker = (
  modules = .appModules,
  compatibilityDate = "2026-11-01",
  bindings = [
    ( name = "PLATFORM", durableObjectNamespace = "PlatformObject" ),
    ( name = "DIRECTORY", durableObjectNamespace = "DirectoryObject" ),
    ( name = "PEOPLE", durableObjectNamespace = "PeopleObject" ),
    ( name = "SITE", service = ( name = "site", entrypoint = "AssetWorker" ) ),
    ( name = "ALARM_HORIZON_MINUTES", text = "15" ),
    ( name = "FILES", service = "do-files" ),
    # `desk` lets in whoever reaches it; without that nobody is let in who is not known
    ( name = "PLACE", fromEnvironment = "PLACE" ),
    # the host name by which people reach a house, and the header in which a proxy says where a request comes from
    ( name = "ALLOWED_HOSTS", fromEnvironment = "ALLOWED_HOSTS" ),
    ( name = "CLIENT_ADDRESS", fromEnvironment = "CLIENT_ADDRESS" ),
    # how often what may be done within ten minutes
    ( name = "MAX_FAILED_SIGN_INS", fromEnvironment = "MAX_FAILED_SIGN_INS" ),
    ( name = "MAX_IMPORTS", fromEnvironment = "MAX_IMPORTS" ),
    ( name = "MAX_PREVIEWS", fromEnvironment = "MAX_PREVIEWS" ),
    ( name = "CONTROL_SECRET", fromEnvironment = "CONTROL_SECRET" ),
    # the providers that people come from, and the way to those in a network of their own
    ( name = "SIGN_IN", fromEnvironment = "SIGN_IN" ),
    ( name = "PRIVATE_PROVIDERS", service = "private-providers" ),
  ],
  durableObjectNamespaces = .appObjects,
  durableObjectStorage = ( localDisk = "do-disk" ),
);

const appUnderTest :Workerd.Worker = (
  modules = .appModules,
  compatibilityDate = "2026-11-01",
  bindings = [
    ( name = "PLATFORM", durableObjectNamespace = "PlatformObject" ),
    ( name = "DIRECTORY", durableObjectNamespace = "DirectoryObject" ),
    ( name = "PEOPLE", durableObjectNamespace = "PeopleObject" ),
    ( name = "SITE", service = ( name = "site", entrypoint = "AssetWorker" ) ),
    ( name = "ALARM_HORIZON_MINUTES", text = "15" ),
    ( name = "TEST_CLOCK", text = "1" ),
    ( name = "SILENCE_MS", fromEnvironment = "SILENCE_MS" ),
    ( name = "ROOM_FOR_BOOKS", fromEnvironment = "ROOM_FOR_BOOKS" ),
    ( name = "PLACE", fromEnvironment = "PLACE" ),
    ( name = "ALLOWED_HOSTS", fromEnvironment = "ALLOWED_HOSTS" ),
    ( name = "CLIENT_ADDRESS", fromEnvironment = "CLIENT_ADDRESS" ),
    ( name = "MAX_FAILED_SIGN_INS", fromEnvironment = "MAX_FAILED_SIGN_INS" ),
    ( name = "MAX_IMPORTS", fromEnvironment = "MAX_IMPORTS" ),
    ( name = "MAX_PREVIEWS", fromEnvironment = "MAX_PREVIEWS" ),
    ( name = "CONTROL_SECRET", fromEnvironment = "CONTROL_SECRET" ),
    ( name = "OWNER_SECRET", fromEnvironment = "OWNER_SECRET" ),
    ( name = "SIGN_IN", fromEnvironment = "SIGN_IN" ),
    ( name = "PRIVATE_PROVIDERS", service = "private-providers" ),
    ( name = "FILES", service = "do-files" ),
  ],
  durableObjectNamespaces = .appObjects,
  durableObjectStorage = ( localDisk = "do-disk" ),
);

const appModules :List(Workerd.Worker.Module) = [
  ( name = "entry.mjs", esModule = embed "entry.mjs" ),
  ( name = "headers.json", json = embed "headers.json" ),
  ( name = "build/index.js", esModule = embed "build/index.js" ),
  ( name = "build/index_bg.wasm", wasm = embed "build/index_bg.wasm" ),
];

# A unique key names the folder of the data: it never changes.
const appObjects :List(Workerd.Worker.DurableObjectNamespace) = [
  ( className = "PlatformObject", uniqueKey = "laufzeit-platform-v1", enableSql = true ),
  ( className = "DirectoryObject", uniqueKey = "laufzeit-directory-v1", enableSql = true ),
  ( className = "PeopleObject", uniqueKey = "laufzeit-people-v1", enableSql = true ),
];

const cron :Workerd.Worker = (
  modules = [ ( name = "cron.js", bundled = "/workerd/cron.js" ) ],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = [ "service_binding_extra_handlers" ],
  bindings = [
    ( name = "SCHEDULE", durableObjectNamespace = "Schedule" ),
    ( name = "CRONS", json = "{\"APP\": [\"* * * * *\"]}" ),
    ( name = "APP", service = "app" ),
  ],
  durableObjectNamespaces = [ ( className = "Schedule", uniqueKey = "laufzeit-cron-v1", enableSql = true ) ],
  durableObjectStorage = ( localDisk = "cron-disk" ),
);

const testctl :Workerd.Worker = (
  modules = [ ( name = "testctl.mjs", esModule = embed "../tests/testctl.mjs" ) ],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = [ "service_binding_extra_handlers" ],
  bindings = [ ( name = "APP", service = "app" ) ],
);
