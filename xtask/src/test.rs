//! `test`: every check, in the order in which failures are cheapest to learn of.

use crate::flags::Flags;
use crate::pack::{self, Effort, Manifest};
use crate::say::{say, size, span};
use crate::seed::Options;
use crate::serve::{self, Background};
use crate::start::{self, Stack};
use crate::toolchain::{self, Purpose};
use crate::{browser, nginx, npm, paths, system};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// What cargo calls us with to run a wasm test in a browser.
pub const RUNNER: &str = "wasm-test-runner";

/// Bytes on the wire until doctors are on the screen, data excluded (the design's budget).
const BUDGET: u64 = 130_000;

/// Bytes on the wire of what a hospital's own page loads for an embedding.
const LOADER: u64 = 4_000;

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Stage) -> Result<()>,
}

const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "formatting",
        run: fmt,
    },
    Step {
        name: "clippy",
        about: "lints, host",
        run: clippy,
    },
    Step {
        name: "clippy-wasm",
        about: "lints, wasm",
        run: clippy_wasm,
    },
    Step {
        name: "unit",
        about: "tests on the host",
        run: unit,
    },
    Step {
        name: "build",
        about: "the release app into dist/",
        run: build,
    },
    Step {
        name: "size",
        about: "the first visit's bytes",
        run: first_visit,
    },
    Step {
        name: "web",
        about: "wasm tests in a browser",
        run: web,
    },
    Step {
        name: "requests",
        about: "requests against the real server",
        run: requests,
    },
    Step {
        name: "e2e",
        about: "journeys through the built app",
        run: end_to_end,
    },
];

pub fn step_names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// `cargo xtask test [step...]`.
pub fn run(flags: &Flags) -> Result<()> {
    let asked = flags.operands();
    if let Some(unknown) = asked
        .iter()
        .find(|name| !step_names().contains(&name.as_str()))
    {
        bail!(
            "there is no step '{unknown}' (steps: {})",
            step_names().join(", ")
        );
    }
    let steps: Vec<_> = STEPS
        .iter()
        .filter(|step| asked.is_empty() || asked.iter().any(|a| a == step.name))
        .collect();
    let mut stage = Stage {
        only: flags.text("--only").map(str::to_owned),
        ..Stage::default()
    };
    for (index, step) in steps.iter().enumerate() {
        let title = format!(
            "[{}/{}] {} ({})",
            index + 1,
            steps.len(),
            step.name,
            step.about
        );
        eprintln!("{title} ...");
        let begun = Instant::now();
        let outcome = (step.run)(&mut stage);
        let time = span(begun.elapsed());
        if let Err(error) = outcome {
            eprintln!("{title}: FAILED after {time}\n\n{error:#}\n");
            println!("{index} passed, 1 failed");
            bail!(
                "step '{0}' failed; to run it alone: cargo xtask test {0}",
                step.name
            );
        }
        eprintln!("{title}: ok, {time}");
    }
    println!("{} passed, 0 failed", steps.len());
    Ok(())
}

/// Runs wasm tests in a headless browser: wasm-bindgen's own runner, of the version that the packer links.
pub fn run_wasm(arguments: &[String]) -> Result<()> {
    let program = ["wasm-bindgen-test-runner".to_owned()];
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(program.iter().chain(arguments))
}

/// What several steps share, made when the first one needs it.
#[derive(Default)]
struct Stage {
    /// Words in the names of the journeys to run; all, where there are none.
    only: Option<String>,
    stacks: Vec<(Stack, Background)>,
}

impl Stage {
    /// A stack of the tests' own, with little data, and the app with its sign-in; never the developer's. There is a first
    /// and a second.
    fn stack(&mut self, number: usize) -> Result<&(Stack, Background)> {
        while self.stacks.len() <= number {
            let data = format!("target/test-backend-{}", self.stacks.len());
            let data = paths::root().join(data);
            if data.exists() {
                std::fs::remove_dir_all(&data).context("removing the last tests' data")?;
            }
            let listener = serve::bind("127.0.0.1", 0)?;
            let stack = Stack::start(&data, &serve::url(&listener)?)?;
            let options = Options {
                doctors: 300,
                ..start::demo(&Flags::default())?
            };
            start::load(&stack.open_fhir(), &options)?;
            let site = serve::in_background_on(listener, stack.site())?;
            self.stacks.push((stack, site));
        }
        Ok(&self.stacks[number])
    }
}

fn fmt(_: &mut Stage) -> Result<()> {
    system::run(
        system::cargo()
            .args(["fmt", "--all", "--check"])
            .current_dir(paths::root()),
    )
}

fn clippy(_: &mut Stage) -> Result<()> {
    let mut cargo = system::cargo();
    cargo.args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    system::run(cargo.current_dir(paths::root()))
}

fn clippy_wasm(_: &mut Stage) -> Result<()> {
    let mut cargo = toolchain::wasm()?.cargo("clippy", Purpose::Check)?;
    cargo.args([
        "--package",
        "sampan",
        "--lib",
        "--bins",
        "--test",
        "web",
        "--",
        "-D",
        "warnings",
    ]);
    system::run(&mut cargo)
}

fn unit(_: &mut Stage) -> Result<()> {
    let mut cargo = system::cargo();
    cargo
        .args(["test", "--workspace", "--quiet"])
        .env_remove("SAMPAN_FHIR");
    system::run(cargo.current_dir(paths::root()))
}

fn build(_: &mut Stage) -> Result<()> {
    // Also refuses any path of this machine in what it made.
    pack::build(Effort::Release).map(drop)
}

fn first_visit(_: &mut Stage) -> Result<()> {
    let manifest =
        Manifest::read().context("there is no build to weigh; run the step 'build' first")?;
    for entry in manifest.first_doctors_files()? {
        say(format!("{:>9}  {}", size(entry.brotli), entry.name));
    }
    let loader = manifest.size_of("embed.js")?;
    say(format!(
        "{:>9}  embed.js, in a hospital's page",
        size(loader)
    ));
    if loader > LOADER {
        bail!("embed.js may weigh {}", size(LOADER));
    }
    let total = manifest.first_doctors()?;
    say(format!(
        "{:>9}  in all; the budget is {}",
        size(total),
        size(BUDGET)
    ));
    if total > BUDGET {
        bail!(
            "a first visit loads {}, {} more than it may",
            size(total),
            size(total - BUDGET)
        );
    }
    Ok(())
}

fn web(_: &mut Stage) -> Result<()> {
    let this = std::env::current_exe()?;
    let mut cargo = toolchain::wasm()?.cargo("test", Purpose::Check)?;
    cargo
        .args(["--package", "sampan", "--test", "web"])
        // Unoptimised wasm is large, and a busy machine slow to load it.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            format!("{} {RUNNER}", this.display()),
        )
        .env("CHROMEDRIVER", browser::driver()?)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            paths::root().join("xtask/tools/webdriver.json"),
        );
    system::run(&mut cargo)
}

fn requests(stage: &mut Stage) -> Result<()> {
    let mut cargo = system::cargo();
    cargo
        .args(["test", "--quiet", "--package", "sampan", "--test", "*"])
        .env("SAMPAN_FHIR", stage.stack(0)?.0.open_fhir());
    system::run(cargo.current_dir(paths::root()))
}

/// Runs the journeys in two halves side by side, since they mostly wait: each with servers and patients of its own, since
/// what one file counts, another must not be writing. The second half's report comes after the first's.
fn end_to_end(stage: &mut Stage) -> Result<()> {
    let folder = npm::end_to_end()?;
    let nginx = nginx::nginx()?;
    let chromium = browser::chromium()?;
    let report = paths::root().join("target/e2e/second-half.txt");
    system::write(&report, "")?;
    let mut halves = Vec::new();
    for (number, tests) in halves_of(end_to_end_tests(&folder)?)
        .into_iter()
        .enumerate()
    {
        let only = stage.only.clone();
        let (stack, signed_in) = stage.stack(number)?;
        let mut node = Command::new("node");
        node.args(["--test", "--test-concurrency=1"])
            .args(only.map(|words| format!("--test-name-pattern={words}")))
            .args(tests)
            .current_dir(&folder)
            .env("SAMPAN_URL", &stack.open.url)
            .env("SAMPAN_FHIR", stack.open_fhir())
            .env("SAMPAN_SIGN_IN_URL", &signed_in.url)
            .env("SAMPAN_ISSUER", stack.issuer())
            .env("SAMPAN_HOSPITAL_URL", &stack.hospital.url)
            .env("SAMPAN_XTASK", std::env::current_exe()?)
            .env("SAMPAN_DIST", paths::dist())
            .env("NGINX", &nginx.program)
            .env("NGINX_BROTLI", &nginx.brotli)
            .env("CHROMIUM", &chromium);
        if number > 0 {
            node.stdout(std::fs::File::create(&report)?);
        }
        halves.push(
            system::die_with_us(&mut node)
                .spawn()
                .context("starting node")?,
        );
    }
    let mut failed = 0;
    for mut half in halves {
        failed += usize::from(!half.wait()?.success());
    }
    println!("{}", system::read(&report)?);
    match failed {
        0 => Ok(()),
        _ => bail!("journeys failed: those marked 'not ok' above"),
    }
}

/// Two halves of about the same length, the same each time.
fn halves_of(mut tests: Vec<PathBuf>) -> [Vec<PathBuf>; 2] {
    let length = |path: &PathBuf| std::fs::metadata(path).map_or(0, |file| file.len());
    tests.sort_by_key(|path| std::cmp::Reverse(length(path)));
    let mut halves = [(0, Vec::new()), (0, Vec::new())];
    for test in tests {
        let [first, second] = &mut halves;
        let shorter = if first.0 <= second.0 { first } else { second };
        shorter.0 += length(&test);
        shorter.1.push(test);
    }
    halves.map(|(_, tests)| tests)
}

/// Named one by one: node versions differ in what `--test` makes of a folder.
fn end_to_end_tests(folder: &std::path::Path) -> Result<Vec<PathBuf>> {
    let modules = folder.join("node_modules");
    let mut tests = system::files_below(folder)?;
    tests.retain(|path| {
        !path.starts_with(&modules) && path.to_string_lossy().ends_with(".test.mjs")
    });
    if tests.is_empty() {
        bail!("{} holds no *.test.mjs", folder.display());
    }
    Ok(tests)
}
