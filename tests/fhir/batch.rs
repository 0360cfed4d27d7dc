use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use sampan::fhir::{Client, Error, Flaw, Pending, Request, Response, Search, Transport};
use serde_json::{Value, json};

use crate::client::{any_slot, outcome, slots};
use crate::wire::{Script, answer, block_on};

#[test]
fn a_batch_is_one_request_and_each_search_has_its_own_result() {
    let script = Script::new([answer(
        200,
        json!({"resourceType": "Bundle", "type": "batch-response", "entry": [
            {"response": {"status": "200 OK"}, "resource": slots(&["a"], None)},
            {"response": {"status": "403 Forbidden", "outcome": outcome("scope")}},
            {"response": {"status": "404"}, "resource": outcome("no such type")},
            {"response": {"status": "200"}, "resource": {"resourceType": "Slot"}},
        ]}),
    )]);
    let searches = vec![any_slot(); 5];
    let results = block_on(script.client().batch(&searches)).expect("a batch");
    assert_eq!(results.len(), 5);
    assert_eq!(results[0].as_ref().map(|page| page.entries.len()), Ok(1));
    assert_eq!(
        results[1],
        Err(Error::Forbidden {
            detail: "scope".to_owned()
        })
    );
    assert_eq!(results[2], Err(Error::Unsupported));
    assert_eq!(
        results[3],
        Err(Error::Unreadable {
            detail: Flaw::NotFhir
        })
    );
    assert_eq!(
        results[4],
        Err(Error::Unreadable {
            detail: Flaw::Truncated
        })
    );
    assert_eq!(script.asked(), ["POST https://fhir.example/r4"]);
    let sent: Value =
        serde_json::from_str(script.requests()[0].body.as_deref().unwrap_or_default())
            .expect("JSON");
    assert_eq!(sent["type"], "batch");
    assert_eq!(
        sent["entry"][4]["request"],
        json!({"method": "GET", "url": "Slot?status=free"})
    );
}

#[test]
fn the_answer_to_a_batch_that_was_sent_ahead_is_taken_over_once() {
    let found = |id| {
        let entry = json!([{"response": {"status": "200"}, "resource": slots(&[id], None)}]);
        json!({"resourceType": "Bundle", "type": "batch-response", "entry": entry})
    };
    let ids = |client: &Client, searches: &[Search]| {
        let pages = block_on(client.batch(searches)).expect("a batch");
        let ids = pages
            .iter()
            .flatten()
            .flat_map(|page| page.entries.iter().map(|slot| slot.id().to_owned()));
        ids.collect::<Vec<_>>()
    };
    let (one, two) = (
        vec![any_slot(); 2],
        vec![Search::new("Slot").count(1), any_slot()],
    );

    let script = Script::new(["a", "b"].map(|id| answer(200, found(id))));
    let client = script.client();
    client.send_batch(&one);
    assert_eq!(script.asked().len(), 1, "it is on its way");
    assert_eq!(ids(&client, &one), ["a"]);
    assert_eq!(script.asked().len(), 1);
    assert_eq!(ids(&client, &one), ["b"], "once");

    // Another question is asked for itself, and what was sent is gone.
    let script = Script::new(["a", "b", "c"].map(|id| answer(200, found(id))));
    let client = script.client();
    client.send_batch(&one);
    assert_eq!(ids(&client, &two), ["b"]);
    assert_eq!(ids(&client, &one), ["c"]);

    // So is what another server was asked.
    let script = Script::new([answer(200, found("a"))]);
    script.client().send_batch(&one);
    let other = Script::new([answer(200, found("b"))]);
    let other = Client::new("https://other.example", other, None);
    assert_eq!(ids(&other, &one), ["b"]);

    // What went wrong ahead is asked again, as if nothing had been sent.
    for wrong in [answer(500, ""), answer(401, ""), Err(Error::Cors)] {
        let script = Script::new([wrong, answer(200, found("b"))]);
        let client = script.client();
        client.send_batch(&one);
        assert_eq!(ids(&client, &one), ["b"]);
    }
}

#[test]
fn without_batch_each_search_is_a_get_and_that_is_remembered() {
    let refusals = [
        answer(404, ""),
        answer(405, ""),
        answer(400, outcome("batch is not supported")),
        answer(501, ""),
        answer(403, ""),
        answer(200, "<html>"),
        Err(Error::Cors),
    ];
    for refusal in refusals {
        let pages = (0..8).map(|_| answer(200, slots(&["a"], None)));
        let script = Script::new(
            std::iter::once(refusal)
                .chain(pages)
                .chain([answer(200, slots(&[], None)), answer(404, "")]),
        );
        let client = script.client();
        let results = block_on(client.batch(&vec![any_slot(); 8])).expect("pages");
        assert!(results.len() == 8 && results.iter().all(Result::is_ok));
        let again = block_on(client.batch(&[any_slot(), any_slot()])).expect("pages");
        assert_eq!(
            (again[0].is_ok(), &again[1]),
            (true, &Err(Error::Unsupported))
        );
        let posts = script
            .asked()
            .iter()
            .filter(|asked| asked.starts_with("POST"))
            .count();
        assert_eq!((posts, script.asked().len()), (1, 11));
    }
}

#[test]
fn a_broken_connection_is_not_remembered_as_a_refusal() {
    let lost = (0..3).map(|_| Err(Error::Cors));
    let found = json!({"resourceType": "Bundle", "entry": [
        {"response": {"status": "200"}, "resource": slots(&["a"], None)},
        {"response": {"status": "200"}, "resource": slots(&["b"], None)}
    ]});
    let script = Script::new(lost.chain([answer(200, found)]));
    let client = script.client();
    let both = [any_slot(), any_slot()];
    assert_eq!(
        block_on(client.batch(&both)),
        Ok(vec![Err(Error::Cors), Err(Error::Cors)])
    );
    assert!(block_on(client.batch(&both)).is_ok_and(|pages| pages.iter().all(Result::is_ok)));
}

#[test]
fn a_batch_that_can_not_reach_the_server_fails_as_one() {
    let script = Script::new([Err(Error::Offline)]);
    assert_eq!(
        block_on(script.client().batch(&[any_slot(), any_slot()])),
        Err(Error::Offline)
    );
}

/// Answers each GET only after it was polled a few times, and counts how many were under way at once.
#[derive(Default)]
struct Slow {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

struct Turns(usize);

impl Future for Turns {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Transport for Slow {
    fn send(&self, request: Request) -> Pending<Result<Response, Error>> {
        let (now, most) = (self.now.clone(), self.most.clone());
        Box::pin(async move {
            if request.method == "POST" {
                return answer(405, "");
            }
            most.fetch_max(now.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
            let which: usize = request
                .url
                .rsplit('=')
                .next()
                .and_then(|last| last.parse().ok())
                .unwrap_or(0);
            Turns(20 - which).await;
            now.fetch_sub(1, Ordering::Relaxed);
            answer(200, slots(&[&which.to_string()], None))
        })
    }

    fn sleep(&self, _: u32) -> Pending<()> {
        Box::pin(async {})
    }

    fn random(&self) -> f64 {
        0.0
    }
}

#[test]
fn six_gets_at_most_run_at_once_and_answers_keep_their_order() {
    let slow = Arc::new(Slow::default());
    let client = Client::new("https://fhir.example", slow.clone(), None);
    let searches: Vec<Search> = (0..15)
        .map(|n| Search::new("Slot").param("n", &n.to_string()))
        .collect();
    let results = block_on(client.batch(&searches)).expect("pages");
    let ids: Vec<String> = results
        .iter()
        .flatten()
        .map(|page| page.entries[0].id().to_owned())
        .collect();
    assert_eq!(ids, (0..15).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(slow.most.load(Ordering::Relaxed), 6);
}
