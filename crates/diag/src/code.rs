//! The stable names of diagnostics, each with the long text that `explain` prints.

/// A kind of diagnostic: a stable name in kebab case and its explanation.
///
/// Codes are declared by [`codes!`](crate::codes), once each, in the crate that reports them.
#[derive(Debug)]
pub struct Code {
    /// Names the bad pattern, in kebab case: `duplicate-version`.
    pub name: &'static str,
    /// What is wrong with it, why, and what to do, in Markdown. Lines end in `\n`.
    pub explanation: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

/// Declares a crate's codes and the table of them, `ALL`.
///
/// ```ignore
/// diag::codes! {
///     /// Two migrations carry the same number.
///     ///
///     /// Only one of them could ever be recorded …
///     DUPLICATE_VERSION = "duplicate-version";
/// }
/// ```
#[macro_export]
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal;)*) => {
        $($(#[doc = $doc])*
        pub static $name: $crate::Code = $crate::Code {
            name: $text,
            explanation: concat!($($doc, "\n"),*),
        };)*

        /// Every code of this crate, in the order of declaration.
        pub static ALL: &[&$crate::Code] = &[$(&$name),*];
    };
}
