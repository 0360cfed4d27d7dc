//! Several searches at once (FHIR R4 section 3.1.0.11), also where the server takes no batch.

use std::cell::RefCell;
use std::future::{poll_fn, ready};
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};

use super::bundle::Page;
use super::client::{Client, READ_TIMEOUT};
use super::error::{Error, Flaw, read};
use super::resource::Resource;
use super::search::Search;
use super::transaction::EntryOutcome;
use super::transport::{Pending, Request, Response};

/// Parallel GETs where there is no batch.
const PARALLEL: usize = 6;

impl Client {
    /// Whether batches work, as far as is known: without them many searches are as many requests.
    pub fn takes_batches(&self) -> bool {
        !self.inner.no_batch.load(Ordering::Relaxed)
    }

    /// Sends a batch whose answer the next [`Client::batch`] of the same searches will take over, for the moment before the
    /// code that reads it is there. The next one that is sent so drops it.
    pub fn send_batch(&self, searches: &[Search]) {
        if !self.takes_batches() {
            return;
        }
        let request = self.batch_request(searches);
        let mut answer = self.inner.transport.send(request.clone());
        // Nobody waits for it yet: this only sets it going.
        if let Poll::Ready(answered) = answer
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            answer = Box::pin(ready(answered));
        }
        SENT.set(Some((request, answer)));
    }

    fn batch_request(&self, searches: &[Search]) -> Request {
        let mut request = self.request("POST", self.inner.base.clone(), Some(batch_of(searches)));
        request.timeout = READ_TIMEOUT;
        request
    }

    /// Several searches at once, answered in their order: one batch, or parallel GETs where the server takes no batch.
    /// Fails as a whole only where the server can't be reached at all.
    pub async fn batch(&self, searches: &[Search]) -> Result<Vec<Result<Page, Error>>, Error> {
        let no_batch = &self.inner.no_batch;
        let try_batch = searches.len() > 1 && !no_batch.load(Ordering::Relaxed);
        if try_batch && let Some(pages) = self.post_batch(searches).await? {
            return Ok(pages);
        }
        let gets = searches.iter().map(|search| {
            let (client, search) = (self.clone(), search.clone());
            Box::pin(async move { client.search(&search).await }) as Pending<Result<Page, Error>>
        });
        let pages = join(gets.collect(), PARALLEL).await;
        // Only GETs that work show that it was the batch that was refused.
        if try_batch && pages.iter().any(Result::is_ok) {
            no_batch.store(true, Ordering::Relaxed);
        }
        Ok(pages)
    }

    /// The pages of a batch; `None` where it was refused, or swallowed by a server or proxy that only knows GET.
    async fn post_batch(
        &self,
        searches: &[Search],
    ) -> Result<Option<Vec<Result<Page, Error>>>, Error> {
        let request = self.batch_request(searches);
        let sent = match take_sent(&request) {
            Some(answer) => answer.await.ok().filter(|answer| answer.status == 200),
            None => None,
        };
        let answered = match sent {
            Some(response) => Ok(response),
            None => self.fetch(request, true).await,
        };
        let response = match answered {
            Ok(response) => response,
            Err(
                Error::Unsupported
                | Error::NotFound
                | Error::Forbidden { .. }
                | Error::Rejected { .. }
                | Error::Cors,
            ) => return Ok(None),
            Err(error) => return Err(error),
        };
        let answer = read(&response.body)
            .ok()
            .filter(|answer| answer.kind() == "Bundle");
        Ok(answer.map(|answer| batch_pages(&answer, searches)))
    }
}

type Sent = (Request, Pending<Result<Response, Error>>);

thread_local! {
    static SENT: RefCell<Option<Sent>> = const { RefCell::new(None) };
}

/// What [`Client::send_batch`] is answered, if it sent this very request.
fn take_sent(request: &Request) -> Option<Pending<Result<Response, Error>>> {
    let (sent, answer) = SENT.take()?;
    (sent == *request).then_some(answer)
}

/// A batch that only reads, as text: it is sent before there is code for more. Paths are encoded and hold no quotes.
fn batch_of(searches: &[Search]) -> String {
    let entry = |search: &Search| {
        [
            r#"{"request":{"method":"GET","url":""#,
            &search.path(),
            r#""}}"#,
        ]
        .concat()
    };
    let entries: Vec<String> = searches.iter().map(entry).collect();
    [
        r#"{"resourceType":"Bundle","type":"batch","entry":["#,
        &entries.join(","),
        "]}",
    ]
    .concat()
}

/// The entries of a batch response, one page for each of `searches`. An entry that is missing is unreadable.
fn batch_pages(bundle: &Resource, searches: &[Search]) -> Vec<Result<Page, Error>> {
    let mut entries = bundle.root().list("entry");
    searches
        .iter()
        .map(|search| {
            let entry = entries.next().ok_or(Error::Unreadable {
                detail: Flaw::Truncated,
            })?;
            let outcome = EntryOutcome::of(entry);
            match outcome.error {
                Some(Error::NotFound) => Err(Error::Unsupported),
                Some(error) => Err(error),
                None => match outcome.resource {
                    Some(found) => Page::of(found, search.kind()),
                    None => Err(Error::Unreadable {
                        detail: Flaw::NotFhir,
                    }),
                },
            }
        })
        .collect()
}

/// Runs futures side by side, at most `limit` at once, and gives their results in order.
async fn join<T: 'static>(waiting: Vec<Pending<T>>, limit: usize) -> Vec<T> {
    let mut results: Vec<Option<T>> = waiting.iter().map(|_| None).collect();
    let mut waiting = waiting.into_iter().enumerate();
    let mut running: Vec<(usize, Pending<T>)> = waiting.by_ref().take(limit).collect();
    poll_fn(|context| {
        let mut at = 0;
        while at < running.len() {
            let (index, future) = &mut running[at];
            match future.as_mut().poll(context) {
                Poll::Pending => at += 1,
                Poll::Ready(result) => {
                    results[*index] = Some(result);
                    match waiting.next() {
                        Some(next) => running[at] = next,
                        None => drop(running.swap_remove(at)),
                    }
                }
            }
        }
        match running.is_empty() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    results.into_iter().flatten().collect()
}
