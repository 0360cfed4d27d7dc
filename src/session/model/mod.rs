//! SMART App Launch as plain Rust: what to ask, what to believe, what to refuse. No browser in it.

mod bond;
mod failure;
mod grant;
mod scope;
mod server;
mod text;
mod trip;

pub use bond::{Bond, linked, parts, wards};
pub use failure::Failure;
pub use grant::{Expected, Grant};
pub use scope::{Ability, Permission, default_scope, permissions, withheld};
pub use server::Server;
pub use text::{base64url, from_base64url, own_path};
pub use trip::{Answer, Trip, authorize_url, exchange_form, form, refresh_form, same_server};
