//! Reading and choosing, without a browser.

pub mod choose;
pub mod lines;
pub mod link;
pub mod manifest;
pub mod offer;
pub mod shelf;
pub mod site;
