//! The home of the platforms: one Durable Object each, which holds the rules' book, gives it the date and keeps what
//! it records. Nothing is decided here.
//!
//! What needs no runtime (dates in zones, reading requests, wording answers) compiles anywhere; the rest only for it.

#![forbid(unsafe_code)]

pub mod accept;
pub mod asked;
pub mod calls;
pub mod clock;
pub mod due;
pub mod reply;
pub mod request;
pub mod schema;
pub mod strict;
pub mod wording;
pub mod writes;

#[cfg(target_arch = "wasm32")]
mod alarm;
#[cfg(target_arch = "wasm32")]
mod commands;
#[cfg(target_arch = "wasm32")]
mod directory_object;
#[cfg(target_arch = "wasm32")]
mod inbound;
#[cfg(target_arch = "wasm32")]
mod inside;
#[cfg(target_arch = "wasm32")]
mod invoices;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod machine;
#[cfg(target_arch = "wasm32")]
mod once;
#[cfg(target_arch = "wasm32")]
mod platform_object;
#[cfg(target_arch = "wasm32")]
mod reads;
#[cfg(target_arch = "wasm32")]
mod routes;
#[cfg(target_arch = "wasm32")]
mod store;
#[cfg(target_arch = "wasm32")]
mod test_doors;
#[cfg(target_arch = "wasm32")]
mod transaction;
#[cfg(target_arch = "wasm32")]
mod versions;

/// What the runtime calls.
#[cfg(target_arch = "wasm32")]
mod events {
    use worker::{Context, Env, Request, Response, Result, ScheduleContext, ScheduledEvent, console_error, event};

    use crate::{inside, routes};

    #[event(fetch)]
    async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
        routes::outside(request, &env).await
    }

    #[event(scheduled)]
    async fn scheduled(event: ScheduledEvent, env: Env, _context: ScheduleContext) {
        if let Err(error) = inside::wake_overdue(&env, event.schedule()).await {
            console_error!("{error}");
        }
    }
}
