//! `test`: everything that CI runs.

use std::process::{Command, Stdio};
use std::time::Instant;

use clap::Args;
use diag::{Diagnostic, Sources};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::{Result, any_error};
use crate::outcome::Outcome;
use crate::server::Server;
use crate::terminal::{BAD, BOLD, GOOD, duration, paint};
use crate::{codegen, codes};

/// The name of the test run's own cluster, which leaves development's alone.
const TEST: &str = "test";

/// Run everything that CI runs: formatting, lints, tests with a real PostgreSQL, generated files, docs
///
/// Every step runs, whatever came out of the ones before it; the summary at the end says which
/// failed. Nothing is skipped.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask test\n  cargo xtask test --only tests -- runner::"
)]
pub(crate) struct Test {
    /// One step alone; may be given several times
    #[arg(long, value_enum, value_name = "STEP")]
    only: Vec<StepName>,
    /// Arguments for the test binaries: a filter, --nocapture, …
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// What a step is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum StepName {
    /// cargo fmt --check
    Format,
    /// cargo clippy with warnings as errors
    Lints,
    /// cargo test, with a server for the tests that need one
    Tests,
    /// generated files are what codegen would write
    Generated,
    /// cargo doc with warnings as errors
    Docs,
}

struct Step {
    name: StepName,
    title: &'static str,
    words: Vec<String>,
    variables: Vec<(&'static str, String)>,
}

/// How a step ended.
struct Ended {
    title: &'static str,
    command: String,
    passed: bool,
    time_ms: u64,
}

impl Test {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let begin = Instant::now();
        let mut ended = Vec::new();
        for step in self.steps() {
            ended.push(step.run(ctx)?);
        }
        summary(ctx, &ended, begin.elapsed().as_millis() as u64);
        let findings: Vec<Diagnostic> = ended
            .iter()
            .filter(|step| !step.passed)
            .map(|step| {
                let message = format!("the step \"{}\" failed", step.title);
                Diagnostic::error(&codes::PROGRAM_FAILED, message)
                    .help(format!("run it alone: `{}`", step.command))
            })
            .collect();
        let steps: Vec<Value> = ended
            .iter()
            .map(|step| json!({ "step": step.title, "passed": step.passed, "time_ms": step.time_ms }))
            .collect();
        Ok(Outcome::of(json!({ "steps": steps })).with(findings, Sources::new()))
    }

    fn steps(&self) -> Vec<Step> {
        let plain = |words: &str| -> Vec<String> { words.split(' ').map(str::to_owned).collect() };
        let mut tests = plain("cargo test --workspace --no-fail-fast");
        if !self.arguments.is_empty() {
            tests.push("--".to_owned());
            tests.extend(self.arguments.iter().cloned());
        }
        let step = |name, title, words, variables| Step {
            name,
            title,
            words,
            variables,
        };
        let all = vec![
            step(
                StepName::Format,
                "formatting",
                plain("cargo fmt --all --check"),
                vec![],
            ),
            step(
                StepName::Lints,
                "lints",
                plain("cargo clippy --workspace --all-targets --quiet -- -D warnings"),
                vec![],
            ),
            step(StepName::Tests, "tests", tests, vec![]),
            step(StepName::Generated, "generated files", vec![], vec![]),
            step(
                StepName::Docs,
                "documentation",
                plain("cargo doc --workspace --no-deps --quiet"),
                vec![("RUSTDOCFLAGS", "-D warnings".to_owned())],
            ),
        ];
        let wanted = |step: &Step| self.only.is_empty() || self.only.contains(&step.name);
        all.into_iter().filter(wanted).collect()
    }
}

impl Step {
    fn run(mut self, ctx: &Context) -> Result<Ended> {
        let begin = Instant::now();
        let mut own_server = None;
        if self.name == StepName::Tests {
            let layout = ctx.layout()?;
            let server = Server::new(&layout.target, TEST).with_programs(ctx.programs_folder());
            let running = server.ensure(&|verb, text| ctx.say(verb, text))?;
            self.variables
                .push(("PRISMOID_TEST_DATABASE_URL", running.url("postgres")));
            // A server that ran before is somebody's, another run of the tests for example.
            own_server = running.started.then_some(server);
        }
        let command = self.shown();
        ctx.terminal
            .doing("Checking", format!("{}: {command}", self.title));
        let passed = match self.name {
            StepName::Generated => is_fresh(ctx),
            StepName::Format | StepName::Lints | StepName::Tests | StepName::Docs => {
                self.succeeds(ctx)?
            }
        };
        if let Some(server) = own_server {
            server.stop(&|verb, text| ctx.say(verb, text))?;
        }
        Ok(Ended {
            title: self.title,
            command,
            passed,
            time_ms: begin.elapsed().as_millis() as u64,
        })
    }

    /// Runs the step's program. One that does not even start has failed like any other.
    fn succeeds(&self, ctx: &Context) -> Result<bool> {
        let status = Command::new(&self.words[0])
            .args(&self.words[1..])
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            // The steps' own output goes to stderr, so that stdout is the answer.
            .stdout(Stdio::from(std::io::stderr()))
            .current_dir(&ctx.layout()?.root)
            .status();
        if let Err(error) = &status {
            ctx.say("Failed", &format!("to start `{}`: {error}", self.words[0]));
        }
        Ok(status.is_ok_and(|status| status.success()))
    }

    /// The command as a person would type it.
    fn shown(&self) -> String {
        match self.name {
            StepName::Generated => "cargo xtask codegen --check".to_owned(),
            StepName::Format | StepName::Lints | StepName::Tests => self.words.join(" "),
            StepName::Docs => format!("RUSTDOCFLAGS=\"-D warnings\" {}", self.words.join(" ")),
        }
    }
}

/// `codegen --check` by this very process: its program may have been built anew by the tests.
fn is_fresh(ctx: &Context) -> bool {
    let (findings, sources) = match codegen::freshness(ctx) {
        Ok(outcome) => outcome,
        Err(failure) => (failure.findings, failure.sources),
    };
    ctx.terminal.findings(&findings, &sources);
    !any_error(&findings)
}

fn summary(ctx: &Context, ended: &[Ended], time_ms: u64) {
    ctx.terminal.line("");
    for step in ended {
        let word = if step.passed {
            paint(GOOD, "passed")
        } else {
            paint(BAD, "FAILED")
        };
        let time = duration(step.time_ms);
        ctx.terminal
            .line(format!("  {word}  {:<16} {time:>12}", step.title));
    }
    let failed = ended.iter().filter(|step| !step.passed).count();
    let total = duration(time_ms);
    let verdict = if failed == 0 {
        paint(
            BOLD,
            format!("All {} steps passed in {total}.", ended.len()),
        )
    } else {
        paint(
            BAD,
            format!("{failed} of {} steps failed in {total}.", ended.len()),
        )
    };
    ctx.terminal.line(format!("\n{verdict}"));
}
