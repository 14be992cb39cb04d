//! How long the schema language takes: `cargo bench -p prismoid-psl`.
//!
//! Prints a table of medians of CPU time. `-- 50 500` measures other numbers of models.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod schema;

use std::hint::black_box;
use std::time::{Duration, Instant};

use prismoid_psl as psl;

fn main() {
    // Cargo passes `--bench`.
    let mut sizes: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![10, 100, 500, 2_000];
    }
    println!("milliseconds of CPU, medians");
    println!(
        "{:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>13}",
        "models", "text KB", "syntax", "validate", "DMMF", "DMMF MB", "format", "parse to DMMF"
    );
    for models in sizes {
        measure(models);
    }
}

/// Measures one size, and prints its row.
fn measure(models: usize) {
    let text = schema::schema(models);
    let mut sources = diag::Sources::new();
    let id = sources.add("schema.prisma", text.as_str());
    let (datamodel, findings) = psl::parse(&sources, &[id]);
    for finding in findings.iter().take(3) {
        println!("{}", finding.message);
    }
    let size = psl::dmmf(&datamodel).len();

    let runs = if models > 1_000 { 7 } else { 21 };
    let syntax = median(runs, || psl::syntax::parse(&sources, &[id]));
    let parse = median(runs, || psl::parse(&sources, &[id]));
    let dmmf = median(runs, || psl::dmmf(&datamodel));
    let format = median(runs, || psl::format(&sources, &[id]));
    let whole = median(runs, || psl::dmmf(&psl::parse(&sources, &[id]).0));
    println!(
        "{models:>7} {:>9} {:>9.2} {:>9.2} {:>9.2} {:>9.1} {:>9.2} {:>13.2}",
        text.len() / 1000,
        milliseconds(syntax),
        milliseconds(parse.saturating_sub(syntax)),
        milliseconds(dmmf),
        megabytes(size),
        milliseconds(format),
        milliseconds(whole),
    );
}

/// The median time of a run. What a run makes is dropped after the clock has stopped.
fn median<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let clock = Clock::start();
            let made = black_box(run());
            let time = clock.elapsed();
            drop(made);
            time
        })
        .collect();
    times.sort();
    times[runs / 2]
}

/// The CPU time of this thread where the system tells it (Linux), else the time on the wall.
struct Clock {
    cpu: Option<Duration>,
    wall: Instant,
}

impl Clock {
    fn start() -> Self {
        Clock {
            cpu: cpu_time(),
            wall: Instant::now(),
        }
    }

    fn elapsed(&self) -> Duration {
        match (self.cpu, cpu_time()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => self.wall.elapsed(),
        }
    }
}

/// The first number of `schedstat` is the nanoseconds that this thread has run.
fn cpu_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
