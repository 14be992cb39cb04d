//! Every command explains itself.

use super::Project;

/// The commands under a command, from the section of its help.
fn commands(help: &str) -> Vec<String> {
    let section = help.split("Commands:\n").nth(1).unwrap_or_default();
    section
        .lines()
        .take_while(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_help_of_every_command_has_an_example() {
    let project = Project::empty();
    let mut waiting: Vec<Vec<String>> = vec![Vec::new()];
    let mut seen = 0;
    while let Some(path) = waiting.pop() {
        let mut words: Vec<&str> = path.iter().map(String::as_str).collect();
        words.push("--help");
        let help = project.run(&words).exits(0);
        assert!(help.stdout.contains("Example"), "no example\n{help}");
        assert!(
            help.stdout.contains("  cargo xtask"),
            "no example to copy\n{help}"
        );
        for command in commands(&help.stdout) {
            waiting.push([path.clone(), vec![command]].concat());
        }
        seen += 1;
    }
    assert!(seen >= 30, "only {seen} commands were found");
}

#[test]
fn alone_it_shows_a_short_guide() {
    let ran = Project::empty().run(&[]).exits(0);
    let ran = ran.says("cargo xtask migrate").says("cargo xtask test");
    assert!(ran.stdout.lines().count() < 20, "{ran}");
}

#[test]
fn the_help_never_shows_the_environment() {
    let project = Project::empty().on("postgres://ann:secret@nowhere/db");
    project.run(&["migrate", "--help"]).exits(0).hides("secret");
}

#[test]
fn a_wrong_call_ends_with_2() {
    let project = Project::empty();
    let calls: [&[&str]; 5] = [
        &["bogus"],
        &["migrate", "bogus"],
        &["migrate", "--bogus"],
        &["migrate", "up", "--to", "three"],
        &["schema"],
    ];
    for words in calls {
        project.run(words).exits(2).complains("--help");
    }
}

#[test]
fn every_code_can_be_explained() {
    let project = Project::empty();
    let list = project
        .run(&["explain", "--format", "json"])
        .exits(0)
        .json();
    let codes = list["codes"].as_array().expect("a list");
    assert!(codes.len() > 30, "only {} codes", codes.len());
    for code in codes {
        let (name, summary) = (&code["code"], &code["summary"]);
        assert!(
            summary.as_str().is_some_and(|text| text.len() > 10),
            "{name}: {summary}"
        );
    }
    project
        .run(&["explain", "duplicate-version"])
        .exits(0)
        .says("renumber");
    project
        .run(&["explain", "duplicate-verison"])
        .exits(2)
        .complains("did you mean `duplicate-version`?");
}

#[test]
fn completions_are_scripts() {
    let project = Project::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        project
            .run(&["completions", shell])
            .exits(0)
            .says("migrate");
    }
}
