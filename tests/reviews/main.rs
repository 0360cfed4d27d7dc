//! What patients say, on the host: the published score and where it is read.

mod aggregate;
mod departments;
#[allow(dead_code)]
#[path = "../doctors/directory.rs"]
mod directory;
#[path = "../support/fake.rs"]
#[allow(dead_code)]
mod fake;
mod ladder;
mod pick;
mod wilson;
#[path = "../support/wire.rs"]
mod wire;
mod written;
