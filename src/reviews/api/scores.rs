//! Reads scores from the best source that a server has.

use std::cell::RefCell;

use crate::fhir::{Client, Error, Page, Search};
use crate::reviews::model::{Aggregate, Published, below, reports_of};

/// What is known of one server's scores. A visit's memory: a reload asks anew.
struct Known {
    client: Client,
    /// By PractitionerRole; the score is `None` where this server has none of any kind.
    scores: Vec<(String, Option<Aggregate>)>,
    /// It publishes MeasureReports: who has none has no reviews.
    publishes: bool,
    /// It refuses whatever else a score could be read from.
    refuses: bool,
}

thread_local! {
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// What [`scores`] gives.
pub struct Scores {
    /// Of each role, in their order.
    pub scores: Vec<Option<Aggregate>>,
    /// The answers to the other searches, in their order.
    pub others: Vec<Result<Page, Error>>,
    /// How many requests it took, where the server takes batches.
    pub requests: usize,
}

/// The score of each of these PractitionerRoles, in their order, from the best source that the server has: a
/// MeasureReport, the National Directory's extension, counted reviews, the latest reviews. `None` where it has none of
/// any kind, or couldn't tell; without reviews the count is 0. Two requests at most, however many roles, or one where no
/// second is `affordable`; what is known from earlier in the visit isn't asked again.
///
/// `others` are searches that travel in the same batch; their answers come in their order.
///
/// # Errors
/// Where the server can't be reached at all.
pub async fn scores(
    client: &Client,
    roles: &[&str],
    others: &[Search],
    affordable: bool,
) -> Result<Scores, Error> {
    let unknown: Vec<&str> = with_known(client, |known| {
        let is_known = |role: &&&str| known.scores.iter().any(|(it, _)| it == **role);
        roles
            .iter()
            .filter(|role| !is_known(role))
            .copied()
            .collect()
    });
    let mut searches = others.to_vec();
    if !unknown.is_empty() {
        // Comments are for a doctor's own page.
        let fields = "status,type,subject,period,reporter,group";
        searches.push(reports_of(&unknown).param("_elements", fields));
    }
    let mut answers = match searches.is_empty() {
        true => Vec::new(),
        false => client.batch(&searches).await?,
    };
    let mut requests = usize::from(!searches.is_empty());
    if answers.len() > others.len()
        && let Some(reports) = answers.pop()
    {
        requests += usize::from(learn(client, &unknown, &reports, affordable).await);
    }
    Ok(Scores {
        scores: roles.iter().map(|role| known(client, role)).collect(),
        others: answers,
        requests,
    })
}

/// All that is published of one doctor's reviews.
///
/// # Errors
/// Where the server can't be reached at all.
pub async fn published(client: &Client, role: &str) -> Result<Published, Error> {
    let reports = client.search(&reports_of(&[role])).await;
    if let Err(error) = &reports
        && !is_final(error)
    {
        return Err(error.clone());
    }
    learn(client, &[role], &reports, true).await;
    let full = reports
        .ok()
        .and_then(|page| Published::of_role(&page, role));
    Ok(full.unwrap_or_else(|| Published::of_score(known(client, role))))
}

/// Takes up what MeasureReports say of these roles; who has none is looked for further down the ladder, where that is
/// affordable. Whether it took a request.
async fn learn(
    client: &Client,
    roles: &[&str],
    reports: &Result<Page, Error>,
    affordable: bool,
) -> bool {
    let page = match reports {
        Ok(page) => Some(page),
        Err(error) if is_final(error) => None,
        // Another time it may work.
        Err(_) => return false,
    };
    let read = |role: &&str| page.and_then(|page| Aggregate::of_role(page, role));
    let mut scores: Vec<Option<Aggregate>> = roles.iter().map(read).collect();
    let some = scores.iter().any(Option::is_some);
    let enough = with_known(client, |known| {
        known.publishes |= some;
        known.publishes || known.refuses
    });
    let bare = roles
        .iter()
        .zip(&scores)
        .filter(|(_, score)| score.is_none());
    let bare: Vec<&str> = bare.map(|(role, _)| *role).collect();
    let descends = !enough && !bare.is_empty();
    if descends && !affordable {
        // Another time it may be.
        return false;
    }
    if descends {
        let Some(found) = descend(client, &bare).await else {
            return true;
        };
        let missing = scores.iter_mut().filter(|score| score.is_none());
        missing.zip(found).for_each(|(score, found)| *score = found);
    }
    with_known(client, |known| {
        // A server that can be asked for reports and has none has no reviews of this doctor.
        let none = page.map(|_| Aggregate::default());
        let named = roles.iter().map(|role| (*role).to_owned());
        let scores = scores
            .into_iter()
            .map(|score| score.or_else(|| none.clone()));
        known.scores.extend(named.zip(scores));
    });
    descends
}

/// The rungs below the MeasureReport, in one batch; `None` where they can't be asked just now.
async fn descend(client: &Client, roles: &[&str]) -> Option<Vec<Option<Aggregate>>> {
    let counted = client.takes_batches() || roles.len() == 1;
    let rungs = below(roles, counted);
    match client.batch(&rungs.searches).await {
        Ok(answers) => {
            let refused = |answer: &Result<Page, Error>| answer.as_ref().is_err_and(is_final);
            let refuses = answers.iter().skip(1).all(refused);
            with_known(client, |known| known.refuses |= refuses);
            Some(rungs.read(roles, &answers))
        }
        Err(error) if is_final(&error) => {
            with_known(client, |known| known.refuses = true);
            Some(vec![None; roles.len()])
        }
        Err(_) => None,
    }
}

/// Whether asking again in this visit is no use.
fn is_final(error: &Error) -> bool {
    matches!(
        error,
        Error::Unauthorized
            | Error::Forbidden { .. }
            | Error::NotFound
            | Error::Unsupported
            | Error::Rejected { .. }
    )
}

fn known(client: &Client, role: &str) -> Option<Aggregate> {
    with_known(client, |known| {
        let known = known.scores.iter().find(|(it, _)| it == role);
        known.and_then(|(_, score)| score.clone())
    })
}

fn with_known<T>(client: &Client, use_it: impl FnOnce(&mut Known) -> T) -> T {
    KNOWN.with_borrow_mut(|known| {
        if known.as_ref().is_some_and(|known| !known.client.is(client)) {
            *known = None;
        }
        use_it(known.get_or_insert_with(|| Known {
            client: client.clone(),
            scores: Vec::new(),
            publishes: false,
            refuses: false,
        }))
    })
}
