//! Loading over time.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use sampan::fhir::Error;
use sampan::platform::{Load, Loader, load};
use sampan::view::mount;
use sampan::view::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// A load whose key is the milliseconds its answer takes, and what its state has been.
struct Probe {
    key: RwSignal<u32>,
    loader: Loader<u32>,
    states: Rc<RefCell<Vec<Load<u32>>>>,
    fetches: Rc<RefCell<Vec<u32>>>,
    unmount: Box<dyn FnOnce()>,
}

fn known(state: Load<Rc<u32>>) -> Load<u32> {
    match state {
        Load::Loading => Load::Loading,
        Load::Ready(value) => Load::Ready(*value),
        Load::Failed(error) => Load::Failed(error),
    }
}

async fn probe(first: u32) -> Probe {
    let (states, fetches) = (Rc::default(), Rc::default());
    let made = Rc::new(RefCell::new(None));
    let element = document().create_element("div").unwrap();
    let mounted = mount(&element, {
        let (states, fetches, made) = (Rc::clone(&states), Rc::clone(&fetches), Rc::clone(&made));
        move || {
            let key = RwSignal::new(first);
            let loader = load(
                move || key.get(),
                move |wait| {
                    let fetches: Rc<RefCell<Vec<u32>>> = Rc::clone(&fetches);
                    async move {
                        TimeoutFuture::new(wait).await;
                        fetches.borrow_mut().push(wait);
                        if wait == 13 {
                            Err(Error::Timeout)
                        } else {
                            Ok(wait)
                        }
                    }
                },
            );
            Effect::new(move |_| {
                let states: &RefCell<Vec<Load<u32>>> = &states;
                states.borrow_mut().push(known(loader.state()));
            });
            *made.borrow_mut() = Some((key, loader));
            ().into_view()
        }
    });
    TimeoutFuture::new(1).await;
    let (key, loader) = made.take().unwrap();
    Probe {
        key,
        loader,
        states,
        fetches,
        unmount: Box::new(move || drop(mounted)),
    }
}

#[wasm_bindgen_test]
async fn a_superseded_answer_never_shows() {
    let probe = probe(80).await;
    probe.key.set(10);
    TimeoutFuture::new(160).await;
    let mut states = probe.states.take();
    states.dedup();
    assert_eq!(states, [Load::Loading, Load::Ready(10)]);
    assert_eq!(
        *probe.fetches.borrow(),
        [10],
        "the slow one was stopped, not just ignored"
    );
    assert_eq!(known(probe.loader.state()), Load::Ready(10));
}

#[wasm_bindgen_test]
async fn an_error_can_be_tried_again() {
    let probe = probe(13).await;
    TimeoutFuture::new(60).await;
    assert_eq!(known(probe.loader.state()), Load::Failed(Error::Timeout));
    probe.loader.reload();
    TimeoutFuture::new(60).await;
    assert_eq!(*probe.fetches.borrow(), [13, 13]);
    probe.key.set(13);
    TimeoutFuture::new(60).await;
    assert_eq!(
        probe.fetches.borrow().len(),
        2,
        "the same key asks for nothing"
    );
}

#[wasm_bindgen_test]
async fn a_fetch_ends_with_its_view() {
    let Probe {
        fetches, unmount, ..
    } = probe(40).await;
    unmount();
    TimeoutFuture::new(100).await;
    assert_eq!(*fetches.borrow(), Vec::<u32>::new());
}
