//! The development stack's authorization server: oidc-provider with the demo family's accounts (`xtask/signin`).

use crate::say::timed;
use crate::{npm, paths, system};
use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The client id that the app has there.
const CLIENT: &str = "sampan";
/// What the app asks for. Helios confines no write of a `patient/` scope within a transaction and refuses it, and holds
/// a Medication to be nobody's, so these are asked for with `user/` scopes.
const SCOPE: &str = "openid fhirUser launch/patient online_access patient/*.rs user/Appointment.cu user/Slot.u \
    user/QuestionnaireResponse.cu user/DocumentReference.c user/Medication.rs";

/// A running authorization server. It ends with this value, and with the process.
pub struct SignIn {
    child: Child,
    secret: String,
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
            secret,
            issuer,
            audience,
        })
    }

    /// A token for the development server itself, to load data and to read the directory for those without one.
    pub fn service_token(&self) -> Result<String> {
        let basic = BASE64_STANDARD.encode(format!("xtask:{}", self.secret));
        let mut answer = ureq::post(format!("{}/token", self.issuer))
            .header("authorization", format!("Basic {basic}"))
            .send_form([
                ("grant_type", "client_credentials"),
                ("scope", "system/*.cruds"),
            ])
            .context("asking for the development server's token")?;
        let answer: Value = answer.body_mut().read_json()?;
        answer["access_token"]
            .as_str()
            .map(str::to_owned)
            .context("no token came")
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

impl Drop for SignIn {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
