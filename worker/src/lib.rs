//! The worker: each platform is a Durable Object, which holds the platform's book, gives it the date and stores what it
//! records. The rules decide, not the worker.
//!
//! Modules that need no runtime (dates in zones, reading requests, wording of answers) compile for every target, the
//! others only for WebAssembly.

#![forbid(unsafe_code)]

pub mod accept;
pub mod archive;
pub mod asked;
pub mod caller;
pub mod calls;
pub mod clock;
pub mod due;
pub mod erased;
pub mod importing;
pub mod leaving;
pub mod openid;
pub mod parsing;
pub mod pieces;
pub mod rates;
pub mod reply;
pub mod request;
pub mod schema;
pub mod statement;
pub mod strict;
pub mod tail;
pub mod wording;
pub mod writes;

#[cfg(target_arch = "wasm32")]
mod alarm;
#[cfg(target_arch = "wasm32")]
mod arrival;
#[cfg(target_arch = "wasm32")]
mod arrived;
#[cfg(target_arch = "wasm32")]
mod audit;
#[cfg(target_arch = "wasm32")]
mod columns;
#[cfg(target_arch = "wasm32")]
mod commands;
#[cfg(target_arch = "wasm32")]
mod damage;
#[cfg(target_arch = "wasm32")]
mod deciding;
#[cfg(target_arch = "wasm32")]
mod directory;
#[cfg(target_arch = "wasm32")]
mod directory_object;
#[cfg(target_arch = "wasm32")]
mod entries;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod full;
#[cfg(target_arch = "wasm32")]
mod gone;
#[cfg(target_arch = "wasm32")]
mod heads;
#[cfg(target_arch = "wasm32")]
mod inbound;
#[cfg(target_arch = "wasm32")]
mod inside;
#[cfg(target_arch = "wasm32")]
mod invoices;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod large;
#[cfg(target_arch = "wasm32")]
mod limited;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod loading;
#[cfg(target_arch = "wasm32")]
mod machine;
#[cfg(target_arch = "wasm32")]
mod older;
#[cfg(target_arch = "wasm32")]
mod once;
#[cfg(target_arch = "wasm32")]
mod outside;
#[cfg(target_arch = "wasm32")]
mod people;
#[cfg(target_arch = "wasm32")]
mod persons;
#[cfg(target_arch = "wasm32")]
mod place;
#[cfg(target_arch = "wasm32")]
mod platform_object;
#[cfg(target_arch = "wasm32")]
mod reads;
#[cfg(target_arch = "wasm32")]
mod record;
#[cfg(target_arch = "wasm32")]
mod routes;
#[cfg(target_arch = "wasm32")]
mod shelf;
#[cfg(target_arch = "wasm32")]
mod store;
#[cfg(target_arch = "wasm32")]
mod teller;
#[cfg(target_arch = "wasm32")]
mod test_doors;
#[cfg(target_arch = "wasm32")]
mod told;
#[cfg(target_arch = "wasm32")]
mod transaction;
#[cfg(target_arch = "wasm32")]
mod turns;
#[cfg(target_arch = "wasm32")]
mod versions;

/// The functions that the runtime calls.
#[cfg(target_arch = "wasm32")]
mod events {
    use worker::{Context, Env, Request, Response, Result, ScheduleContext, ScheduledEvent, console_error, event};

    use crate::{inside, machine::working_for, routes};

    #[event(fetch)]
    async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
        working_for(request, async |request| routes::outside(request, &env).await).await
    }

    #[event(scheduled)]
    async fn scheduled(event: ScheduledEvent, env: Env, _context: ScheduleContext) {
        if let Err(error) = inside::wake_overdue(&env, event.schedule()).await {
            console_error!("{error}");
        }
    }
}
