//! The development stack's authorization server: oidc-provider with the demo family's accounts (`xtask/signin`).

use crate::say::timed;
use crate::{npm, paths, system};
use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// The client id that the app has there.
const CLIENT: &str = "sampan";
/// What the app asks for. Helios confines no write of a `patient/` scope within a transaction and refuses it, and holds
/// a Medication to be nobody's, so these are asked for with `user/` scopes; `user/RelatedPerson.rs` lets a person act for
/// those in their care.
const SCOPE: &str = "openid fhirUser launch/patient online_access patient/*.rs user/Appointment.cu user/DocumentReference.c \
    user/Observation.cu user/Patient.u user/QuestionnaireResponse.cu user/Slot.rus user/Medication.rs user/RelatedPerson.rs";

/// A running authorization server. It ends with this value, and with the process.
pub struct SignIn {
    child: Child,
    pub tokens: Tokens,
    pub issuer: String,
    /// The FHIR base as browsers see it, which every token names.
    pub audience: String,
}

impl SignIn {
    /// Starts it for the app at `app`, an origin, with its log in `data`.
    ///
    /// Call from the main thread: the kernel ends the server with the thread that started it.
    pub fn start(data: &Path, app: &str) -> Result<Self> {
        let modules = npm::sign_in()?;
        std::fs::create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
        let log = data.join("signin.log");
        let audience = format!("{app}/fhir");
        let secret: String = std::iter::repeat_with(fastrand::alphanumeric)
            .take(32)
            .collect();
        let mut command = Command::new("node");
        command
            .arg(paths::root().join("xtask/signin/server.mjs"))
            .env("SAMPAN_MODULES", modules)
            .env("SAMPAN_APP", app)
            .env("SAMPAN_AUDIENCE", &audience)
            .env("SAMPAN_SERVICE_SECRET", &secret)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).with_context(|| format!("creating {}", log.display()))?);
        let mut child = system::die_with_us(&mut command)
            .spawn()
            .context("starting the authorization server")?;
        let mut line = String::new();
        let output = child.stdout.take().context("its output")?;
        timed("starting the authorization server", || {
            BufReader::new(output).read_line(&mut line)?;
            Ok(())
        })?;
        let said: Value = serde_json::from_str(&line).unwrap_or_default();
        let Some(issuer) = said["issuer"].as_str().map(str::to_owned) else {
            let _ = child.kill();
            let _ = child.wait();
            bail!(
                "the authorization server didn't start; its log is {}:\n{}",
                log.display(),
                system::read(&log)?
            );
        };
        Ok(Self {
            child,
            tokens: Tokens {
                issuer: issuer.clone(),
                secret,
                made: Arc::default(),
            },
            issuer,
            audience,
        })
    }

    /// The project's `config.json` with this sign-in.
    pub fn config(&self) -> Result<Vec<u8>> {
        let shipped = system::read(&paths::root().join("public/config.json"))?;
        let mut config: Value = serde_json::from_str(&shipped)?;
        config["record"] = json!({"base": "/fhir", "auth": "smart", "client_id": CLIENT, "scope": SCOPE, "issuer": self.issuer});
        Ok(serde_json::to_vec_pretty(&config)?)
    }

    /// An error if the server has died.
    pub fn alive(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("the authorization server died ({status})"),
        }
    }
}

/// Tokens of the development server's own client.
#[derive(Clone)]
pub struct Tokens {
    issuer: String,
    secret: String,
    /// Those made for one patient each, by patient.
    made: Arc<Mutex<HashMap<String, String>>>,
}

impl Tokens {
    /// One that sees everything: to load data, and to read the directory for those without a token.
    pub fn for_service(&self) -> Result<String> {
        self.ask(&[("scope", "system/*.cruds")])
    }

    /// One that reads a patient's record and nothing else.
    pub fn for_patient(&self, patient: &str) -> Result<String> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = made.get(patient) {
            return Ok(token.clone());
        }
        let scope = "patient/*.rs user/Medication.rs user/Slot.rs";
        let token = self.ask(&[("scope", scope), ("patient", patient)])?;
        made.insert(patient.to_owned(), token.clone());
        Ok(token)
    }

    fn ask(&self, fields: &[(&str, &str)]) -> Result<String> {
        let basic = BASE64_STANDARD.encode(format!("xtask:{}", self.secret));
        let fields = fields.iter().copied();
        let mut answer = ureq::post(format!("{}/token", self.issuer))
            .header("authorization", format!("Basic {basic}"))
            .send_form(
                [("grant_type", "client_credentials")]
                    .into_iter()
                    .chain(fields),
            )
            .context("asking for a token of the development server")?;
        let answer: Value = answer.body_mut().read_json()?;
        answer["access_token"]
            .as_str()
            .map(str::to_owned)
            .context("no token came")
    }
}

impl Drop for SignIn {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
