//! The few icons, drawn by us as strokes on a 24-unit grid.

use crate::view::prelude::*;

/// A decorative icon in the colour of the text around it; unknown names draw nothing.
#[component]
pub fn Icon(
    /// One of the names in [`path`].
    name: &'static str,
) -> View {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path(name)/>
        </svg>
    }
}

/// The SVG path of an icon.
fn path(name: &str) -> &'static str {
    match name {
        "home" => "M4 11l8-7 8 7M6 9.500V20h12V9.500",
        "doctors" => {
            "M6 3v6a4 4 0 0 0 8 0V3M10 13v2a5 5 0 0 0 10 0v-3M20 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4"
        }
        "calendar" => "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
        "record" => "M6 3h9l4 4v14H6zM9 12h7M9 16h7M9 8h3",
        "search" => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5",
        "back" => "M15 5l-7 7 7 7",
        "forward" => "M9 5l7 7-7 7",
        "place" => {
            "M12 21s7-6.500 7-12a7 7 0 0 0-14 0c0 5.500 7 12 7 12M12 11.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5"
        }
        "phone" => "M6 3l3 1 1 4-2 2c1 3 3 5 6 6l2-2 4 1 1 3-2 3C11 21 3 13 3 5z",
        "video" => "M3 7h12v10H3zM15 11l6-3v8l-6-3",
        "clock" => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l4 2",
        "warning" => "M12 4l9 16H3zM12 10v5M12 17.500v.5",
        "info" => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v6M12 7.500v.5",
        "check" => "M5 12l5 5 9-10",
        "close" => "M6 6l12 12M18 6L6 18",
        "up" => "M12 19V5M6 11l6-6 6 6",
        "down" => "M12 5v14M6 13l6 6 6-6",
        "steady" => "M5 12h14",
        "settings" => {
            "M4 7h10M18 7h2M4 17h2M10 17h10M16 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4M8 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4"
        }
        "language" => {
            "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"
        }
        "wifi_off" => {
            "M3 3l18 18M5 12a10 10 0 0 1 4-2.500M14 9.300A10 10 0 0 1 19 12M8.500 15.500a5 5 0 0 1 7 0M12 19v.5"
        }
        "bookmark" => "M7 4h10v16l-5-4-5 4z",
        "document" => "M6 3h8l4 4v14H6zM14 3v4h4",
        _ => "",
    }
}
