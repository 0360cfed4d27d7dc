//! `start`: everything a look at the app needs, in one command; and `seed`.

use crate::backend::Backend;
use crate::flags::Flags;
use crate::pack::{self, Effort};
use crate::say::{say, timed};
use crate::seed::Options;
use crate::serve::hospital::{self, Hospital};
use crate::serve::{self, Access, Background, Site};
use crate::signin::SignIn;
use crate::{paths, seed, system};
use anyhow::{Context, Result};
use chrono::Local;
use std::path::Path;

/// `cargo xtask start`.
pub fn run(flags: &Flags) -> Result<()> {
    // The port first: nobody wants to hear after minutes of building that it is taken.
    let listener = serve::listen(flags)?;
    let options = demo(flags)?;
    let effort = if flags.has("--dev") {
        Effort::Dev
    } else {
        Effort::Release
    };
    pack::build(effort)?;
    if let Some(fhir) = flags.text("--fhir") {
        serve::announce(&listener)?;
        return serve::until_stopped(listener, demonstration(fhir, Access::AsSent), || Ok(()));
    }
    let data = paths::data();
    if flags.has("--reset") && data.exists() {
        std::fs::remove_dir_all(&data).with_context(|| format!("removing {}", data.display()))?;
    }
    let mut stack = Stack::start(&data, &serve::url(&listener)?)?;
    load(&stack.open_fhir(), &options)?;
    serve::announce(&listener)?;
    say("sign in as lin.mei, with the password sampan");
    say(format!("without sign-in: {}", stack.open.url));
    say(format!("in a hospital's own page: {}", stack.hospital.url));
    say(format!("authorization server: {}", stack.issuer()));
    let site = stack.site();
    serve::until_stopped(listener, site, || stack.alive())
}

/// The app as it is shipped: a demonstration, with one patient's record open.
fn demonstration(fhir: &str, access: Access) -> Site {
    Site {
        dist: paths::dist(),
        config: None,
        fhir: Some(fhir.to_owned()),
        access,
    }
}

/// The development stack: an authorization server, and a FHIR server that takes its tokens.
pub struct Stack {
    sign_in: SignIn,
    pub backend: Backend,
    service: String,
    /// The app as a demonstration, whose `/fhir` needs no token.
    pub open: Background,
    /// The example of a hospital's own page (`xtask/hospital`).
    pub hospital: Hospital,
    config: std::path::PathBuf,
}

impl Stack {
    /// Starts it for the app at `app`, an origin, with all its data in a folder.
    pub fn start(data: &Path, app: &str) -> Result<Self> {
        let sign_in = SignIn::start(data, app)?;
        let backend = Backend::start(data, Some(&sign_in))?;
        let service = sign_in.tokens.for_service()?;
        let open = || demonstration(&backend.base, Access::Service(service.clone()));
        let hospital = hospital::open(open(), data)?;
        let open = serve::in_background(open())?;
        let config = data.join("config.json");
        system::write(&config, sign_in.config()?)?;
        Ok(Self {
            sign_in,
            backend,
            service,
            open,
            hospital,
            config,
        })
    }

    /// The FHIR base that needs no token: to load data and to look at it.
    pub fn open_fhir(&self) -> String {
        format!("{}/fhir", self.open.url)
    }

    /// The authorization server's address.
    pub fn issuer(&self) -> &str {
        &self.sign_in.issuer
    }

    /// The app with its sign-in.
    pub fn site(&self) -> Site {
        Site {
            config: Some(self.config.clone()),
            ..demonstration(
                &self.backend.base,
                Access::SignedIn {
                    service: self.service.clone(),
                    issuer: self.sign_in.issuer.clone(),
                    tokens: self.sign_in.tokens.clone(),
                },
            )
        }
    }

    /// An error if one of the servers has died.
    pub fn alive(&mut self) -> Result<()> {
        self.sign_in.alive()?;
        self.backend.alive()
    }
}

/// `cargo xtask seed`.
pub fn seed(flags: &Flags) -> Result<()> {
    let base = flags
        .text("--fhir")
        .context("--fhir URL says which server to load the data into")?;
    load(base.trim_end_matches('/'), &demo(flags)?)
}

/// The demo data that the flags ask for.
pub fn demo(flags: &Flags) -> Result<Options> {
    Ok(Options {
        doctors: flags.parsed("--doctors", 2000)?,
        seed: flags.parsed("--seed", 1)?,
        today: Local::now().date_naive(),
    })
}

/// Loads demo data, telling how far it is.
pub fn load(base: &str, options: &Options) -> Result<()> {
    timed("loading demo data", || {
        seed::load(base, options, &mut |text| say(text))
    })
}
