//! Where a doctor can be seen.

use super::hours::{Hours, hours};
use crate::doctors::distance::kilometres;
use crate::doctors::query::Position;
use crate::fhir::datatypes::{Script, script_of, words};
use crate::fhir::types::Location;
use crate::fhir::{Node, Resource, Typed};

/// The name of a hospital or place, to a reader of one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    pub id: String,
    pub name: String,
    /// The name in another script, to show beside it: to a driver, or on the house itself.
    pub other: Option<String>,
}

impl Named {
    /// Reads `name`, its translations and `alias`; `None` where there is no name.
    pub fn of(node: Node, language: &str) -> Option<Self> {
        let name = words(node, "name", language)?;
        let mine = script_of(name);
        let mut others = node.str("name").into_iter().chain(node.strs("alias"));
        let other = others.find(|other| ![mine, Script::Other].contains(&script_of(other)));
        Some(Self {
            id: node.str("id").unwrap_or_default().to_owned(),
            name: name.to_owned(),
            other: other.map(str::to_owned),
        })
    }
}

/// A Location.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub named: Named,
    pub address: Vec<String>,
    /// The first phone number, as written.
    pub phone: Option<String>,
    /// Degrees of latitude and longitude.
    pub position: Option<(f64, f64)>,
    /// IANA name of its time zone.
    pub zone: Option<String>,
    pub hours: Vec<Hours>,
    /// Whether a wheelchair can get in; `None` where the source doesn't say.
    pub wheelchair: Option<bool>,
}

impl Place {
    /// Reads a Location without its address and hours, which a list doesn't show; `None` for anything else.
    pub fn of(resource: &Resource, language: &str) -> Option<Self> {
        let location = Location::of(resource)?;
        Some(Self {
            named: Named::of(location.root(), language).unwrap_or_default(),
            phone: location
                .phones()
                .first()
                .and_then(|phone| phone.value())
                .map(str::to_owned),
            position: location.position(),
            zone: location.time_zone().map(str::to_owned),
            ..Self::default()
        })
    }

    /// Reads a whole Location.
    pub fn in_full(resource: &Resource, language: &str) -> Option<Self> {
        let location = Location::of(resource)?;
        let address = location.address();
        Some(Self {
            address: address.map(|it| it.lines(language)).unwrap_or_default(),
            hours: hours(location.hours()),
            wheelchair: location.wheelchair(),
            ..Self::of(resource, language)?
        })
    }

    /// Kilometres from a position; `None` where the Location doesn't say where it is.
    pub fn distance(&self, from: Position) -> Option<f64> {
        self.position
            .map(|position| kilometres(from.degrees(), position))
    }
}
