//! The wire: everything between Sampan and a FHIR R4 server.
//!
//! A [`Client`] sends a [`Search`] and gives a [`Page`] of [`Resource`]s, which the files of [`types`] read. Nothing
//! in here knows a page, a language file or a component; a [`Transport`] is all that differs between a browser and a
//! host test.

mod batch;
mod browser;
mod bundle;
mod capability;
mod client;
pub mod datatypes;
mod date;
mod error;
mod resource;
mod search;
mod time;
mod transaction;
mod transport;
pub mod types;
pub mod url;

pub use browser::{Abort, Browser};
pub use bundle::{Included, Page, ignored_params};
pub use capability::Capability;
pub use client::{Bearer, Client};
pub use date::{FhirDate, Precision, utc_day};
pub use error::{Error, Flaw};
pub use resource::{Node, Nodes, Resource, Typed};
pub use search::{Search, escape, unescape};
pub use time::FhirTime;
pub use transaction::{EntryOutcome, Transaction, TransactionError};
pub use transport::{MAX_BODY, Pending, Request, Response, Transport};
