//! Tests of the API on the real worker in the real runtime.

mod accounts;
mod alarm;
mod bad_requests;
mod bad_rosters;
mod changes;
mod clock;
mod company;
mod crash;
mod damaged;
mod directory;
mod growth;
mod guard;
mod mailboxes;
mod money;
mod neighbours;
mod openapi;
mod orders;
mod plain_node;
mod platforms;
mod settings;
mod tampered;
mod termination;
mod twice;
mod versions;
