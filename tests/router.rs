//! Paths, queries and hashes as the router reads them.

use sampan::router::{Route, value_of};

#[test]
fn every_documented_path_names_its_page() {
    for (path, route) in [
        ("/", Route::Home),
        ("/doctors", Route::Doctors),
        ("/doctors/", Route::Doctors),
        ("/doctors/role-00001", Route::Doctor),
        ("/hospitals/org-01", Route::Hospital),
        ("/book/slot-1", Route::Book),
        ("/appointments", Route::Appointments),
        ("/appointments/a1", Route::Appointment),
        ("/record", Route::Record),
        ("/record/labs", Route::RecordSection),
        ("/settings", Route::Settings),
        ("/sign-in", Route::SignIn),
        ("/callback", Route::Callback),
        ("/connect", Route::Connect),
        ("/hospitals", Route::Unknown),
        ("/doctors/1/2", Route::Unknown),
        ("/nowhere", Route::Unknown),
    ] {
        assert_eq!(Route::of(path), route, "{path}");
    }
}

#[test]
fn values_are_decoded_and_empty_ones_are_absent() {
    assert_eq!(
        value_of("a=1&q=%E7%8E%8B+wei", "q").as_deref(),
        Some("王 wei")
    );
    assert_eq!(
        value_of("q=a%26b%3Dc%2C%22", "q").as_deref(),
        Some("a&b=c,\"")
    );
    assert_eq!(value_of("q=", "q"), None);
    assert_eq!(value_of("", "q"), None);
    // What isn't well-formed stays as it was typed.
    assert_eq!(value_of("q=100%", "q").as_deref(), Some("100%"));
    assert_eq!(value_of("q=%ff", "q").as_deref(), Some("%ff"));
    assert_eq!(value_of("q=%+1", "q").as_deref(), Some("% 1"));
}
