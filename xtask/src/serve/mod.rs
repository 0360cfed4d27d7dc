//! A server for `dist/` that does what a CDN should, with the FHIR backend behind `/fhir`.

mod carers;
mod files;
mod guard;
pub mod hospital;
pub mod hosts;
mod policy;
mod proxy;

use crate::flags::Flags;
use crate::paths;
use crate::say::say;
use crate::signin::Tokens;
use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use proxy::Proxy;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What a server serves. Files are read at each request, so a rebuild shows at once.
pub struct Site {
    pub dist: PathBuf,
    /// Served in place of the `config.json` in `dist`.
    pub config: Option<PathBuf>,
    /// Base of the FHIR server behind `/fhir`.
    pub fhir: Option<String>,
    /// Who may ask it for what.
    pub access: Access,
}

impl Site {
    /// The site that `--dist`, `--config` and `--fhir` name.
    fn of_flags(flags: &Flags) -> Self {
        Self {
            dist: flags.text("--dist").map_or_else(paths::dist, PathBuf::from),
            config: flags.text("--config").map(PathBuf::from),
            fhir: flags.text("--fhir").map(str::to_owned),
            access: Access::AsSent,
        }
    }
}

/// Whose requests reach the FHIR server behind a site.
#[derive(Clone)]
pub enum Access {
    /// They go on as they were sent.
    AsSent,
    /// All go on with this token: a demonstration without sign-in.
    Service(String),
    /// Those without a token see the open directory, by the `service` token, and nothing else; those with one see what
    /// the FHIR server gives for it, and what it gives for those they care for. `issuer` is the authorization server,
    /// `tokens` makes a token for each of those.
    SignedIn {
        service: String,
        issuer: String,
        tokens: Tokens,
    },
}

/// `cargo xtask serve`.
pub fn run(flags: &Flags) -> Result<()> {
    let site = Site::of_flags(flags);
    if !site.dist.join("index.html").exists() {
        bail!(
            "{} holds no index.html; `cargo xtask build` makes one",
            site.dist.display()
        );
    }
    let listener = listen(flags)?;
    announce(&listener)?;
    until_stopped(listener, site, || Ok(()))
}

/// Takes the port that the flags ask for.
pub fn listen(flags: &Flags) -> Result<TcpListener> {
    let port: u16 = flags.parsed("--port", 8080)?;
    let host = flags.text("--host").unwrap_or("127.0.0.1");
    bind(host, port)
}

/// Takes a port of this machine; 0 is any that is free.
pub fn bind(host: &str, port: u16) -> Result<TcpListener> {
    match TcpListener::bind((host, port)) {
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!("port {port} is in use; choose another with --port")
        }
        bound => bound.with_context(|| format!("listening on {host}:{port}")),
    }
}

/// Where a browser of this machine finds a site.
pub fn url(listener: &TcpListener) -> Result<String> {
    Ok(format!(
        "http://localhost:{}",
        listener.local_addr()?.port()
    ))
}

/// Prints the one line that a person needs.
pub fn announce(listener: &TcpListener) -> Result<()> {
    println!("\n  Sampan is at {}/\n", url(listener)?);
    say("Ctrl-C stops it");
    Ok(())
}

/// Serves until Ctrl-C or SIGTERM, or until `alive`, asked every half second, fails.
pub fn until_stopped(
    listener: TcpListener,
    site: Site,
    mut alive: impl FnMut() -> Result<()>,
) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let outcome = runtime.block_on(async {
        let mut terminate =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        let watch = async {
            loop {
                tokio::time::sleep(Duration::from_millis(500)).await;
                if let Err(error) = alive() {
                    return error;
                }
            }
        };
        tokio::select! {
            served = answer(listener, routes(site)) => served,
            error = watch => Err(error),
            _ = tokio::signal::ctrl_c() => Ok(()),
            _ = terminate.recv() => Ok(()),
        }
    });
    // A request still waiting for a slow backend must not keep us from stopping.
    runtime.shutdown_background();
    outcome
}

/// A server on a thread of its own, for as long as this lives.
pub struct Background {
    pub url: String,
    runtime: Option<tokio::runtime::Runtime>,
}

/// Serves beside other work, on any free port.
pub fn in_background(site: Site) -> Result<Background> {
    in_background_on(bind("127.0.0.1", 0)?, site)
}

/// Serves beside other work, on a port that was taken before.
pub fn in_background_on(listener: TcpListener, site: Site) -> Result<Background> {
    background(listener, routes(site))
}

fn background(listener: TcpListener, routes: Router) -> Result<Background> {
    let url = url(&listener)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.spawn(answer(listener, routes));
    Ok(Background {
        url,
        runtime: Some(runtime),
    })
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn answer(listener: TcpListener, routes: Router) -> Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    axum::serve(listener, routes).await.context("serving")
}

fn routes(site: Site) -> Router {
    let access = site.access.clone();
    let proxy = site.fhir.as_deref().map(|base| Proxy::new(base, access));
    Router::new()
        .fallback(route)
        .with_state(Arc::new((site, proxy)))
}

async fn route(State(state): State<Arc<(Site, Option<Proxy>)>>, request: Request) -> Response {
    let (site, proxy) = &*state;
    let path = request.uri().path();
    if path == "/fhir" || path.starts_with("/fhir/") {
        return match proxy {
            Some(proxy) => proxy.forward(request).await,
            None => proxy::unavailable("no FHIR server was named; start with --fhir URL"),
        };
    }
    files::answer(site, request.method(), path, request.headers()).unwrap_or_else(|error| {
        let mut response = Response::new(Body::from(format!("{error:#}\n")));
        *response.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}
