//! Sampan.
