//! Each rule finds fault with its bad examples and none with its good ones.

use std::collections::BTreeSet;

use prismoid_lint::{Level, Options, RULES, Rule};

use crate::support::judge;

/// The rule alone, whatever its default.
fn only(rule: &Rule) -> Options {
    let mut options = Options::default();
    options.levels.insert("all".to_owned(), Level::Allow);
    options
        .levels
        .insert(rule.code.name.to_owned(), Level::Warn);
    options
}

/// An example's text may say for which version it is: `-- postgres: 18`.
fn options(rule: &Rule, text: &str) -> Options {
    let mut options = only(rule);
    if let Some(version) = text.strip_prefix("-- postgres: ") {
        let digits = version.lines().next().unwrap_or_default();
        options.version = digits.parse().expect("a version stands there");
    }
    options
}

#[test]
fn rules_find_their_bad_examples_and_not_their_good_ones() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let name = rule.code.name;
        if rule.examples.is_empty() {
            wrong.push(format!("{name}: no example"));
        }
        for (at, example) in rule.examples.iter().enumerate() {
            let judged = judge(
                &[example.before, example.bad],
                1,
                &options(rule, example.bad),
            );
            if !judged.rules().contains(&name) {
                wrong.push(format!("{name} {at}: finds nothing in\n{}", example.bad));
            }
            for fault in judged.faults.iter().filter(|fault| fault.is_error()) {
                // What the fold refuses a rule need not find.
                wrong.push(format!(
                    "{name} {at}: the bad example is refused: {}",
                    fault.message
                ));
            }
            let mut texts = vec![example.before];
            texts.extend(example.good);
            let judged = judge(&texts, example.good.len(), &options(rule, example.bad));
            if !judged.findings.is_empty() {
                wrong.push(format!(
                    "{name} {at}: a good example is found\n{}",
                    judged.shown()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn rules_are_named_and_documented_alike() {
    let mut names = BTreeSet::new();
    for rule in RULES {
        let (name, text) = (rule.code.name, rule.code.explanation);
        assert!(names.insert(name), "{name} stands twice");
        let mut lines = text.lines();
        let summary = lines.next().unwrap_or_default().trim();
        assert!(
            summary.ends_with('.') && summary.len() <= 100,
            "{name}: {summary}"
        );
        assert_eq!(
            lines.next().map(str::trim),
            Some(""),
            "{name}: a blank line follows the summary"
        );
        assert!(text.lines().count() >= 3, "{name}: says why and what to do");
    }
}
