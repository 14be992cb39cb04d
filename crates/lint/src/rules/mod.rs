//! The table of rules. A rule is a file of this folder and a row here.

macro_rules! rules {
    ($($name:ident,)*) => {
        $(mod $name;)*

        /// Every rule, in the order in which they are asked.
        pub static RULES: &[&crate::Rule] = &[$(&$name::RULE),*];
    };
}

rules! {
    index_blocks_writes,
    type_change_rewrites,
}
