//! What the browser gives: the page around us, the network's state, small preferences, and loading over time.

mod file;
mod js;
mod load;
mod network;
mod page;
mod preferences;
mod shell;
mod sight;

pub use file::{can_share_file, read_file, save_file, share_file};
pub use js::call;
pub use load::{Load, Loader, load};
pub use network::{is_online, online};
pub use page::{
    after_paint, announce, base, below_base, boot_text, boot_value, call_boot, focus,
    focus_main_heading, now_ms, own_file, own_text, painted, set_title, uuid, within_base,
};
pub use preferences::{
    PENDING, SAVED, WATCHING, forget_preference, preference, set_preference, set_tab_note, tab_note,
};
pub use shell::take_over;
pub use sight::watch_sight;
