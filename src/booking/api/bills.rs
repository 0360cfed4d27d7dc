//! What a visit costs, as the hospital bills it.

use crate::fhir::types::Invoice;
use crate::fhir::{Client, Error, Search};

/// The bills for an appointment (its id) of a patient (the id of the Patient), without those that don't count.
pub async fn bills(
    client: &Client,
    patient: &str,
    appointment: &str,
) -> Result<Vec<Invoice>, Error> {
    let search = Search::new("Invoice").any("patient", &[patient]).count(100);
    let page = client.search_all(&search, 300).await?;
    let mut all: Vec<Invoice> = page.typed();
    all.retain(|bill| {
        let of = bill
            .appointment()
            .and_then(|of| of.id_of("Appointment").map(str::to_owned));
        of.as_deref() == Some(appointment) && matches!(bill.status(), Some("issued" | "balanced"))
    });
    Ok(all)
}
