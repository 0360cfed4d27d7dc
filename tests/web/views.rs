//! The drawing of views: what changes is changed in place, and nothing else.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use sampan::view::prelude::*;
use sampan::view::{Mounted, mount};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// An element of the page with a view in it.
fn drawn(view: impl FnOnce() -> View) -> (Element, Mounted) {
    let parent = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&parent).unwrap();
    let mounted = mount(&parent, view);
    (parent, mounted)
}

/// Until effects have run.
async fn tick() {
    TimeoutFuture::new(5).await;
}

fn html(element: &Element) -> String {
    element.inner_html().replace("<!---->", "")
}

fn find<T: JsCast>(element: &Element, selector: &str) -> T {
    let found = element.query_selector(selector).unwrap().unwrap();
    found.dyn_into().ok().unwrap()
}

#[wasm_bindgen_test]
fn markup_is_drawn_as_written() {
    let none = None::<&str>;
    let (page, _mounted) = drawn(move || {
        view! {
            <p class="quiet" title=none hidden=false aria-label=String::from("a")>"one " {2.to_string()}</p>
            <svg viewBox="0 0 1 1"><path d="M0 0"/></svg>
            {none}
            {vec!["x", "y"]}
        }
    });
    assert_eq!(
        html(&page),
        r#"<p class="quiet" aria-label="a">one 2</p><svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>xy"#
    );
    let path: Element = find(&page, "path");
    assert_eq!(path.namespace_uri().unwrap(), "http://www.w3.org/2000/svg");
}

#[wasm_bindgen_test]
async fn a_closure_is_followed_in_place() {
    let name = RwSignal::new(String::from("Lin"));
    let (page, _mounted) = drawn(move || {
        view! { <p>{move || {
            let long = move || name.with(|name| name.len() > 3);
            view! { <b class:long=long>{name.get()}</b> }
        }}</p> }
    });
    let before: Element = find(&page, "b");
    assert_eq!(html(&page), "<p><b>Lin</b></p>");
    name.set("Wang Wei".into());
    tick().await;
    assert_eq!(html(&page), r#"<p><b class="long">Wang Wei</b></p>"#);
    assert!(
        before.is_same_node(Some(&find::<Element>(&page, "b"))),
        "the element stays"
    );
}

#[wasm_bindgen_test]
async fn a_list_grows_and_shrinks_at_its_end() {
    let names = RwSignal::new(vec!["a", "b", "c"]);
    let (page, _mounted) = drawn(move || {
        let item = |name: &'static str| view! { <li>{name}</li> };
        view! { <ul>{move || names.get().into_iter().map(item).collect_view()}</ul> "after" }
    });
    let first: Element = find(&page, "li");
    names.set(vec!["A", "b"]);
    tick().await;
    assert_eq!(html(&page), "<ul><li>A</li><li>b</li></ul>after");
    names.set(vec!["A", "b", "c", "d"]);
    tick().await;
    assert_eq!(
        html(&page),
        "<ul><li>A</li><li>b</li><li>c</li><li>d</li></ul>after"
    );
    names.set(vec![]);
    tick().await;
    assert_eq!(html(&page), "<ul></ul>after");
    names.set(vec!["e"]);
    tick().await;
    assert_eq!(html(&page), "<ul><li>e</li></ul>after");
    assert!(!first.is_same_node(Some(&find::<Element>(&page, "li"))));
}

#[wasm_bindgen_test]
async fn what_is_of_another_kind_takes_its_place() {
    let state = RwSignal::new(0);
    let (page, _mounted) = drawn(move || {
        let face = move || match state.get() {
            0 => ().into_view(),
            1 => view! { <i>"one"</i> },
            2 => view! { <b>"two"</b> <b>"more"</b> },
            _ => (move || "inner").into_view(),
        };
        view! { "before" {face} "after" }
    });
    let expected = [
        "before",
        "before<i>one</i>",
        "before<b>two</b><b>more</b>",
        "beforeinner",
    ];
    for wanted in [0, 1, 2, 3, 1, 3, 2, 0] {
        state.set(wanted);
        tick().await;
        assert_eq!(
            html(&page),
            [expected[wanted], "after"].concat(),
            "{wanted}"
        );
    }
}

#[wasm_bindgen_test]
async fn the_handler_of_the_last_drawing_is_called() {
    let (n, clicked) = (RwSignal::new(1), Rc::new(Cell::new(0)));
    let clicks = clicked.clone();
    let (page, _mounted) = drawn(move || {
        let button = move || {
            let (n, clicks) = (n.get(), clicks.clone());
            view! { <button on:click=move |_| clicks.set(n)>"x"</button> }
        };
        button.into_view()
    });
    let button: HtmlElement = find(&page, "button");
    n.set(7);
    tick().await;
    button.click();
    assert_eq!(clicked.get(), 7, "once, with what is true now");
}

#[wasm_bindgen_test]
async fn properties_and_styles_are_set_through_objects() {
    let text = RwSignal::new(String::from("a"));
    let (page, _mounted) = drawn(move || {
        view! { <input prop:value=move || text.get() style:--share="0.5"/> <input type="checkbox" prop:checked=true/> }
    });
    let input: HtmlInputElement = find(&page, "input");
    input.set_value("typed");
    text.set("b".into());
    tick().await;
    assert_eq!(input.value(), "b");
    assert_eq!(input.style().get_property_value("--share").unwrap(), "0.5");
    assert!(find::<HtmlInputElement>(&page, "[type=checkbox]").checked());
}

/// Reads a signal in its body and in a closure.
#[component]
fn Reader(
    signal: RwSignal<u32>,
    drawings: Rc<Cell<u32>>,
    #[prop(optional)] note: Option<String>,
    children: Children,
) -> View {
    drawings.set(drawings.get() + 1);
    let once = signal.get().to_string();
    view! { <p>{once} {move || signal.get().to_string()} {note} {children()}</p> }
}

#[wasm_bindgen_test]
async fn a_component_s_body_is_read_once() {
    let (signal, drawings) = (RwSignal::new(1), Rc::new(Cell::new(0)));
    let counted = drawings.clone();
    let (page, _mounted) = drawn(move || {
        (move || view! { <Reader signal drawings=counted.clone()>"!"</Reader> }).into_view()
    });
    signal.set(2);
    tick().await;
    assert_eq!(html(&page), "<p>12!</p>");
    assert_eq!(drawings.get(), 1);
}

#[wasm_bindgen_test]
async fn what_is_unmounted_is_gone_and_follows_nothing() {
    let (signal, runs) = (RwSignal::new(1), Rc::new(Cell::new(0)));
    let counted = runs.clone();
    let (page, mounted) = drawn(move || {
        let text = move || {
            counted.set(counted.get() + 1);
            signal.get().to_string()
        };
        view! { <p>{text}</p> "x" }
    });
    drop(mounted);
    assert_eq!(html(&page), "");
    signal.set(2);
    tick().await;
    assert_eq!(runs.get(), 1);
}

#[wasm_bindgen_test]
async fn what_has_gone_is_not_drawn_once_more() {
    let (outer, inner) = (RwSignal::new(1), RwSignal::new(1));
    let runs = Rc::new(Cell::new(0));
    let counted = runs.clone();
    let (page, _mounted) = drawn(move || {
        let whole = move || {
            let (n, counted) = (outer.get(), counted.clone());
            let part = move || {
                inner.track();
                counted.set(counted.get() + 1);
                n.to_string()
            };
            // Of another kind each time, so that the old one goes.
            match n {
                1 => view! { <p>{move || view! { <b>{part.clone()}</b> }}</p> },
                _ => view! { <i>"new"</i> },
            }
        };
        whole.into_view()
    });
    tick().await;
    // Both are told in one turn: the outer one goes first, and takes the inner one with it.
    outer.set(2);
    inner.set(2);
    tick().await;
    assert_eq!(html(&page), "<i>new</i>");
    assert_eq!(runs.get(), 1);
}
