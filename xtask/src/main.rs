//! `cargo xtask <command>`: builds, serves, tests, seeds and measures Sampan.

mod backend;
mod bench;
mod browser;
mod connect;
mod fhir;
mod flags;
mod nginx;
mod npm;
mod pack;
mod paths;
mod ratings;
mod say;
mod seed;
mod serve;
mod signin;
mod start;
mod system;
mod test;
mod toolchain;

use anyhow::{Context, Result, bail};
use flags::{Flag, Flags};

/// One entry of the command table: what `cargo xtask help` prints is what runs.
struct Command {
    name: &'static str,
    about: &'static str,
    flags: &'static [Flag],
    /// What may follow the flags, as help shows it; empty where nothing may.
    operands: &'static str,
    run: fn(&Flags) -> Result<()>,
}

const PORT: Flag = Flag::value("--port", "PORT", "port to serve on (8080)");
const HOST: Flag = Flag::value("--host", "ADDRESS", "address to listen on (127.0.0.1)");
const DOCTORS: Flag = Flag::value(
    "--doctors",
    "N",
    "how many doctors the demo data has (2000)",
);
const SEED: Flag = Flag::value("--seed", "S", "seed of the demo data (1)");
const DEV: Flag = Flag::switch(
    "--dev",
    "fast, large, with names in stack traces; not for a CDN",
);

const COMMANDS: &[Command] = &[
    Command {
        name: "start",
        about: "build, start the development backend with demo data, and serve",
        flags: &[
            PORT,
            HOST,
            Flag::value("--fhir", "URL", "use this FHIR server and start none"),
            Flag::switch("--reset", "throw the backend's data away first"),
            DOCTORS,
            DEV,
        ],
        operands: "",
        run: start::run,
    },
    Command {
        name: "test",
        about: "run every check, or only the steps named",
        flags: &[Flag::value(
            "--only",
            "WORDS",
            "of the journeys (e2e), those whose name has these words",
        )],
        operands: "[step...]",
        run: test::run,
    },
    Command {
        name: "build",
        about: "build the app into dist/, ready for any CDN",
        flags: &[DEV],
        operands: "",
        run: pack::run,
    },
    Command {
        name: "serve",
        about: "serve a dist/ the way a CDN should",
        flags: &[
            PORT,
            HOST,
            Flag::value("--dist", "DIR", "the folder to serve (dist)"),
            Flag::value("--config", "FILE", "serve this file as config.json"),
            Flag::value("--fhir", "URL", "the FHIR server behind /fhir"),
        ],
        operands: "",
        run: serve::run,
    },
    Command {
        name: "headers",
        about: "write the security headers for nginx, Apache, Netlify, Cloudflare and CloudFront",
        flags: &[
            Flag::value("--dist", "DIR", "the built app (dist)"),
            Flag::value(
                "--config",
                "FILE",
                "the site's config.json, if not the one in the folder",
            ),
            Flag::value("--out", "DIR", "where to write (target/headers)"),
        ],
        operands: "",
        run: serve::hosts::run,
    },
    Command {
        name: "seed",
        about: "load the demo data into a FHIR server",
        flags: &[
            Flag::value("--fhir", "URL", "base of the FHIR server (required)"),
            DOCTORS,
            SEED,
        ],
        operands: "",
        run: start::seed,
    },
    Command {
        name: "connect",
        about: "check whether a FHIR server can do what patients need; exits with 1 where it can't, with 2 where nothing could be checked",
        flags: &[
            Flag::value("--fhir", "URL", "base of the FHIR server (required)"),
            Flag::value(
                "--record",
                "URL",
                "base of the server of records, if another",
            ),
            Flag::value(
                "--site",
                "URL",
                "the site that patients will open: also checks CORS",
            ),
            Flag::switch(
                "--write",
                "try a booking too, on test resources that are then removed",
            ),
        ],
        operands: "",
        run: connect::run,
    },
    Command {
        name: "ratings",
        about: "work out the published ratings from the reviews; safe to repeat, as a nightly job",
        flags: &[
            Flag::value("--fhir", "URL", "base of the FHIR server (required)"),
            Flag::switch("--all", "look at every doctor, not only at those with news"),
        ],
        operands: "",
        run: ratings::run,
    },
    Command {
        name: "bench",
        about: "measure the budgets in a throttled Chromium",
        flags: &[Flag::value(
            "--doctors",
            "N",
            "how many doctors the data has (2000)",
        )],
        operands: "",
        run: bench::run,
    },
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Err(error) = dispatch(&arguments) {
        eprintln!("error: {error:#}");
        std::process::exit(1);
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let name = arguments.first().map_or("help", String::as_str);
    // Cargo calls us back as the runner of the wasm tests.
    if name == test::RUNNER {
        return test::run_wasm(&arguments[1..]);
    }
    if matches!(name, "help" | "--help" | "-h") {
        print!("{}", help());
        return Ok(());
    }
    let command = COMMANDS
        .iter()
        .find(|command| command.name == name)
        .with_context(|| format!("there is no command '{name}'\n\n{}", help()))?;
    if arguments[1..].iter().any(|a| a == "--help" || a == "-h") {
        print!("{}", usage(command));
        return Ok(());
    }
    let flags = Flags::parse(&arguments[1..], command.flags)
        .with_context(|| format!("cargo xtask {name}"))?;
    if command.operands.is_empty()
        && let Some(stray) = flags.operands().first()
    {
        bail!("cargo xtask {name} takes no '{stray}'");
    }
    (command.run)(&flags)
}

fn help() -> String {
    let mut text = String::from("usage: cargo xtask <command> [flags]\n\n");
    for command in COMMANDS {
        text += &usage(command);
        text.push('\n');
    }
    text += "Environment:\n";
    text +=
        "  SAMPAN_CACHE           where tools and the backend are installed (~/.cache/sampan)\n";
    text +=
        "  SAMPAN_WASM_TOOLCHAIN  active, rustup or debian, instead of the first that is whole\n";
    text += "  SAMPAN_TOKEN           the token that `connect`, `ratings` and `seed` show to the FHIR server\n";
    text += "  CHROMIUM               the browser for tests and measurements\n";
    text
}

fn usage(command: &Command) -> String {
    let mut text = format!(
        "  {} {}\n      {}\n",
        command.name, command.operands, command.about
    );
    for flag in command.flags {
        text += &format!("      {:<18} {}\n", flag.synopsis(), flag.about);
    }
    if command.name == "test" {
        text += &format!("      steps: {}\n", test::step_names().join(", "));
    }
    text
}
