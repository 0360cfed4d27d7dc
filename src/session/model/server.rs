//! What a FHIR server says about signing in, and whether to believe it.

use serde_json::Value;

use super::Failure;
use crate::fhir::url;

/// The extension of a CapabilityStatement that names the endpoints, for servers older than SMART's own document.
const OAUTH_URIS: &str = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

/// An authorization server, by its own word, with every address checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// What the `iss` of an answer must be (RFC 9207); absent where the server doesn't say.
    pub issuer: Option<String>,
    pub authorize: String,
    pub token: String,
    /// RFC 7009.
    pub revoke: Option<String>,
    /// OpenID Connect RP-Initiated Logout 1.0.
    pub end_session: Option<String>,
    /// Whether scopes are written as `patient/*.rs`.
    pub v2: bool,
    /// Whether each answer bears the server's name, so that one without it is refused.
    pub names_itself: bool,
}

impl Server {
    /// Reads `.well-known/smart-configuration` (SMART App Launch 2.2, section 6).
    ///
    /// `base` is the FHIR base; `issuer` the authorization server that the config names, if any. An address elsewhere
    /// than at these two is refused: whoever can forge this document must not have the patient's password typed at their site.
    ///
    /// # Errors
    /// [`Failure::NoSignIn`] where an endpoint or S256 is missing, [`Failure::WrongServer`] where one leads elsewhere.
    pub fn of_configuration(
        said: &Value,
        base: &str,
        issuer: Option<&str>,
    ) -> Result<Self, Failure> {
        let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
        let lists = |name: &str, wanted: &str| {
            let list = said.get(name).and_then(Value::as_array);
            list.map(|list| list.iter().any(|item| item == wanted))
        };
        // Older servers don't list the methods, and take S256 all the same.
        if lists("code_challenge_methods_supported", "S256") == Some(false) {
            return Err(Failure::NoSignIn);
        }
        Self {
            issuer: text("issuer"),
            authorize: text("authorization_endpoint").ok_or(Failure::NoSignIn)?,
            token: text("token_endpoint").ok_or(Failure::NoSignIn)?,
            revoke: text("revocation_endpoint"),
            end_session: text("end_session_endpoint"),
            v2: lists("capabilities", "permission-v2") == Some(true),
            names_itself: said.get("authorization_response_iss_parameter_supported")
                == Some(&Value::Bool(true)),
        }
        .checked(base, issuer)
    }

    /// Reads the endpoints of a CapabilityStatement, where servers named them before.
    ///
    /// # Errors
    /// As [`Server::of_configuration`].
    pub fn of_capability(said: &Value, base: &str, issuer: Option<&str>) -> Result<Self, Failure> {
        let endpoint = |name: &str| {
            said.pointer("/rest/0/security/extension")?
                .as_array()?
                .iter()
                .filter(|extension| extension["url"] == OAUTH_URIS)
                .filter_map(|extension| extension["extension"].as_array())
                .flatten()
                .find(|part| part["url"] == name)?
                .get("valueUri")?
                .as_str()
                .map(str::to_owned)
        };
        Self {
            authorize: endpoint("authorize").ok_or(Failure::NoSignIn)?,
            token: endpoint("token").ok_or(Failure::NoSignIn)?,
            revoke: endpoint("revoke"),
            ..Self::default()
        }
        .checked(base, issuer)
    }

    fn checked(mut self, base: &str, issuer: Option<&str>) -> Result<Self, Failure> {
        let trimmed = |text: &str| text.trim_end_matches('/').to_owned();
        let named = self.issuer.as_deref().map(trimmed);
        match issuer.map(trimmed) {
            Some(wanted) if named.as_ref().is_some_and(|named| *named != wanted) => {
                return Err(Failure::WrongServer);
            }
            Some(wanted) if named.is_none() => self.issuer = Some(wanted),
            _ => {}
        }
        let own: Vec<String> = [Some(base), issuer]
            .into_iter()
            .flatten()
            .filter_map(url::origin)
            .collect();
        let trusted = |address: &str| {
            url::is_secure(address) && url::origin(address).is_some_and(|at| own.contains(&at))
        };
        if !trusted(&self.authorize) || !trusted(&self.token) {
            return Err(Failure::WrongServer);
        }
        // These two can be done without.
        self.revoke = self.revoke.filter(|address| trusted(address));
        self.end_session = self.end_session.filter(|address| trusted(address));
        Ok(self)
    }

    /// As JSON, to be kept until the patient is back.
    pub fn to_json(&self) -> Value {
        serde_json::json!({
            "issuer": self.issuer, "authorize": self.authorize, "token": self.token, "revoke": self.revoke,
            "end_session": self.end_session, "v2": self.v2, "names_itself": self.names_itself,
        })
    }

    /// Undoes [`Server::to_json`].
    pub fn from_json(kept: &Value) -> Option<Self> {
        let text = |name: &str| kept.get(name)?.as_str().map(str::to_owned);
        Some(Self {
            issuer: text("issuer"),
            authorize: text("authorize")?,
            token: text("token")?,
            revoke: text("revoke"),
            end_session: text("end_session"),
            v2: kept["v2"] == true,
            names_itself: kept["names_itself"] == true,
        })
    }
}
