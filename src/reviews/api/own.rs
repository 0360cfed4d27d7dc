//! Reads and writes the patient's own review of one visit.
//!
//! A review is two resources in one transaction, known by the visit they are of. So whatever becomes of an answer, two
//! searches tell what is stored, and sending again stores nothing twice.

use crate::fhir::{Client, Error, Page, Transaction, TransactionError};
use crate::reviews::model::{Stored, Visit, Writing};

/// What became of a review that was sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    /// It is stored as it was meant.
    Done,
    /// Another one is stored, from another page or device.
    Other(Stored),
    /// It isn't stored.
    Failed(Error),
    /// Nobody can tell yet.
    Unclear(Error),
}

/// The stored review of a visit, withdrawn or not.
///
/// # Errors
/// Where it can't be told.
pub async fn own_review(client: &Client, visit: &Visit) -> Result<Option<Stored>, Error> {
    let [responses, stars] = visit.searches();
    let mut answers = client.batch(&[responses, stars]).await?.into_iter();
    let mut next = || answers.next().unwrap_or(Err(Error::NotFound));
    // A server may drop the identifier from the search.
    let found = |page: Page| page.entries.into_iter().find(|it| visit.is_of(it));
    let (response, star) = (next()?, next()?);
    Ok(found(response).map(|response| Stored {
        response,
        star: found(star),
    }))
}

/// Stores a review: a first one, or in the place of `known`, as long as that is still the latest.
pub async fn save(client: &Client, writing: &Writing<'_>, known: Option<&Stored>) -> Saved {
    let transaction = match known {
        None => first(writing),
        Some(stored) => change(writing, stored),
    };
    let means =
        |stored: &Stored| !stored.is_withdrawn() && stored.review().says_the_same(writing.review);
    match run(client, &transaction, known.is_some()).await {
        Ok(()) => Saved::Done,
        Err(error) => {
            let saved = look(client, writing.visit, error, &means).await;
            if saved == Saved::Done {
                mend(client, writing).await;
            }
            saved
        }
    }
}

/// Takes a review back.
pub async fn withdraw(client: &Client, visit: &Visit, stored: &Stored) -> Saved {
    let (response, star) = stored.withdrawn();
    let mut transaction = Transaction::new().update(response, stored.response.version());
    if let (Some(star), Some(known)) = (star, &stored.star) {
        transaction = transaction.update(star, known.version());
    }
    match run(client, &transaction, true).await {
        Ok(()) => Saved::Done,
        Err(error) => look(client, visit, error, &Stored::is_withdrawn).await,
    }
}

fn first(writing: &Writing) -> Transaction {
    const RESPONSE: &str = "urn:uuid:5a0f2c1e-6f0b-4c55-9d0e-1f5f3b6a7c21";
    let once = writing.visit.only_once();
    Transaction::new()
        .create(writing.response(), Some(RESPONSE), Some(&once))
        .create(writing.star(RESPONSE), None, Some(&once))
}

fn change(writing: &Writing, stored: &Stored) -> Transaction {
    let response = writing.changed_response(&stored.response);
    let transaction = Transaction::new().update(response, stored.response.version());
    match &stored.star {
        Some(star) => transaction.update(writing.changed_star(star), star.version()),
        None => transaction.create(
            writing.star(&stored.response.key()),
            None,
            Some(&writing.visit.only_once()),
        ),
    }
}

/// Runs a transaction; an error of nothing means that what it would have made was there before. `updates`: nothing is
/// made unless it is there.
async fn run(
    client: &Client,
    transaction: &Transaction,
    updates: bool,
) -> Result<(), Option<Error>> {
    match client.transaction(transaction).await {
        Ok(entries) if entries.iter().all(|it| updates || it.status == 201) => Ok(()),
        Ok(_) => Err(None),
        Err(TransactionError { error, .. }) => Err(Some(error)),
    }
}

/// What is stored, where an answer doesn't tell.
async fn look(
    client: &Client,
    visit: &Visit,
    error: Option<Error>,
    means: &dyn Fn(&Stored) -> bool,
) -> Saved {
    match (own_review(client, visit).await, error) {
        (Ok(Some(stored)), _) if means(&stored) => Saved::Done,
        (Ok(Some(stored)), None | Some(Error::Conflict)) => Saved::Other(stored),
        // It may still be on its way.
        (Ok(_), Some(error @ (Error::Timeout | Error::Cors))) => Saved::Unclear(error),
        (Ok(_), error) => Saved::Failed(error.unwrap_or(Error::NotFound)),
        (Err(error), _) => Saved::Unclear(error),
    }
}

/// Gives a review the Observation that a server left out which runs a transaction entry by entry. The answers are
/// stored all the same, and the hospital counts those.
async fn mend(client: &Client, writing: &Writing<'_>) {
    let Ok(Some(stored)) = own_review(client, writing.visit).await else {
        return;
    };
    if stored.is_whole() {
        return;
    }
    let _ = match &stored.star {
        Some(star) => {
            client
                .update(writing.changed_star(star), star.version())
                .await
        }
        None => {
            let star = writing.star(&stored.response.key());
            client.create_once(star, &writing.visit.only_once()).await
        }
    };
}
