//! A project without migrations.

prismoid::migrations! {
}

fn main() {
    assert_eq!(MIGRATIONS.chain(), None);
}
