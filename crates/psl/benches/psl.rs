//! How long the schema language takes: `cargo bench -p prismoid-psl`.
//!
//! `cargo bench -p prismoid-psl -- 50 500` measures other numbers of models.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod schema;

use std::hint::black_box;
use std::time::Duration;

use prismoid_psl as psl;

fn main() {
    // Cargo passes `--bench`.
    let mut sizes: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![10, 100, 500, 2_000];
    }
    println!("Milliseconds of CPU, the median of all runs and in brackets the least.");
    println!("DMMF: as one text, and passed on in parts.");
    println!(
        "{:>6} {:>7} {:>17} {:>17} {:>17} {:>17} {:>17} {:>7} {:>17} {:>17}",
        "models",
        "text",
        "syntax",
        "and validation",
        "format",
        "DMMF, text",
        "DMMF, parts",
        "size",
        "all, text",
        "all, parts",
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
    assert!(findings.is_empty(), "{findings:?}");
    let size = length(&datamodel);

    let runs = if models > 1_000 { 9 } else { 31 };
    let syntax = time(runs, || psl::syntax::parse(&sources, &[id]));
    let parse = time(runs, || psl::parse(&sources, &[id]));
    let format = time(runs, || psl::format(&sources, &[id]));
    let whole = time(runs, || psl::dmmf(&datamodel));
    let parts = time(runs, || length(&datamodel));
    let all_whole = time(runs, || psl::dmmf(&psl::parse(&sources, &[id]).0));
    let all_parts = time(runs, || length(&psl::parse(&sources, &[id]).0));
    println!(
        "{models:>6} {:>5}KB {syntax:>17} {parse:>17} {format:>17} {whole:>17} {parts:>17} {:>5}MB {all_whole:>17} {all_parts:>17}",
        text.len() / 1_000,
        size / 1_000_000,
    );
}

/// The length of the DMMF, which is not kept.
fn length(datamodel: &psl::datamodel::Datamodel) -> usize {
    let mut length = 0;
    psl::write_dmmf(datamodel, &mut |part| length += black_box(part).len());
    length
}

/// The median time of a run and the shortest. What a run makes is dropped after the clock has
/// stopped.
fn time<T>(runs: usize, mut run: impl FnMut() -> T) -> String {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = now();
            let made = black_box(run());
            let time = now().saturating_sub(start);
            drop(made);
            time
        })
        .collect();
    times.sort();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
    let (median, fastest) = (milliseconds(times[runs / 2]), milliseconds(times[0]));
    format!("{median:.2} ({fastest:.2})")
}

/// The CPU time that this thread has used: other programs hardly change it.
#[cfg(unix)]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// The time on the wall, where the system does not tell the CPU time.
#[cfg(not(unix))]
fn now() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
