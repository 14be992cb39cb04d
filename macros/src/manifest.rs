//! `migrations! { (1, "initial_schema", "<checksum>", up: "<path>", down: "<path>"), … }`

use std::collections::BTreeMap;
use std::path::Path;

use diag::Diagnostic;
use migrations::{Row, RowFault, RowPart, check_rows, codes, runs_in_transaction};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::manifest::parse::{RowTokens, rows};

mod parse;

/// The item, and an error at each row that is wrong. The item is there in any case, so that one
/// wrong row is one error.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut tokens = input.into_iter();
    let krate = match tokens.next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            group.stream()
        }
        Some(_) | None => quote!(::prismoid),
    };
    let (rows, mut errors) = rows(tokens.collect());
    let texts = Texts::read(&rows);
    let plain: Vec<Row<'_>> = rows.iter().map(RowTokens::row).collect();
    let faults = check_rows(&plain, |path| texts.get(path).map(str::to_owned));
    errors.extend(faults.iter().map(|fault| shown(fault, &rows)));
    let items = rows.iter().map(|row| item(row, &texts, &krate));
    let count = rows.len();
    quote! {
        #(#errors)*
        /// The migrations of this database, in the order in which they run.
        pub static MIGRATIONS: #krate::Manifest = {
            static ROWS: [#krate::Migration; #count] = [#(#items),*];
            #krate::Manifest::new(&ROWS)
        };
    }
}

/// The texts behind the rows' paths.
struct Texts(BTreeMap<String, String>);

impl Texts {
    /// Reads each file once; cargo says where the crate is.
    fn read(rows: &[RowTokens]) -> Self {
        let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        let paths = rows
            .iter()
            .flat_map(|row| std::iter::once(&row.up).chain(&row.down));
        let read = |path: &String| std::fs::read_to_string(Path::new(&root).join(path)).ok();
        Self(
            paths
                .filter_map(|(path, _)| Some((path.clone(), read(path)?)))
                .collect(),
        )
    }

    fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

/// A row as a value. `include_str!` is what makes cargo compile anew when a file changes.
fn item(row: &RowTokens, texts: &Texts, krate: &TokenStream) -> TokenStream {
    let included = |path: &str| {
        if texts.get(path).is_none() {
            return quote!("");
        }
        quote!(::core::include_str!(::core::concat!(
            ::core::env!("CARGO_MANIFEST_DIR"), "/", #path
        )))
    };
    let in_transaction = |path: &str| texts.get(path).is_none_or(runs_in_transaction);
    let (version, (name, _), (up, _)) = (row.version.0, &row.name, &row.up);
    let checksum = row.checksum.0.parse::<migrations::Checksum>();
    let bytes = checksum.map_or([0; 32], |checksum| checksum.0);
    let up_text = included(up);
    let transaction = in_transaction(up);
    let cow = quote!(#krate::__private::Cow::Borrowed);
    let (down_text, down_transaction) = match &row.down {
        Some((down, _)) => {
            let text = included(down);
            (
                quote!(::core::option::Option::Some(#cow(#text))),
                in_transaction(down),
            )
        }
        None => (quote!(::core::option::Option::None), true),
    };
    quote! {
        #krate::Migration {
            version: #version,
            name: #cow(#name),
            up: #cow(#up_text),
            down: #down_text,
            checksum: #krate::Checksum([#(#bytes),*]),
            transaction: #transaction,
            down_transaction: #down_transaction,
        }
    }
}

fn shown(fault: &RowFault, rows: &[RowTokens]) -> TokenStream {
    let row = &rows[fault.row];
    let (span, file) = match (fault.part, &row.down) {
        (RowPart::Version, _) => (row.version.1, &row.up.0),
        (RowPart::Name, _) => (row.name.1, &row.up.0),
        (RowPart::Checksum, _) => (row.checksum.1, &row.up.0),
        (RowPart::Down, Some((down, span))) => (*span, down),
        (RowPart::Up | RowPart::Down, _) => (row.up.1, &row.up.0),
    };
    error(span, &fault.diagnostic, fault.label, Some(file))
}

/// A finding as rustc shows it: the first line is the message, the lines below explain.
fn error(span: Span, finding: &Diagnostic, label: &str, file: Option<&str>) -> TokenStream {
    let mut text = finding.message.clone();
    if !label.is_empty() {
        text = format!("{text}: {label}");
    }
    text = format!("{text} [{}]", finding.code.name);
    let file = file.filter(|file| !finding.message.contains(*file));
    text.extend(file.map(|file| format!("\nfile: {file}")));
    text.extend(finding.notes.iter().map(|note| format!("\nnote: {note}")));
    text.extend(finding.help.iter().map(|help| format!("\nhelp: {help}")));
    quote_spanned!(span=> ::core::compile_error! { #text })
}

/// What to say about tokens that are no row.
fn malformed(span: Span, expected: &str) -> TokenStream {
    let message = format!("this is not a row of a manifest: expected {expected}");
    let finding = Diagnostic::error(&codes::MALFORMED_ROW, message)
        .note(
            "a row is `(1, \"initial_schema\", \"<checksum>\", up: \"<path>\", down: \"<path>\")`",
        )
        .help("run `cargo xtask codegen`");
    error(span, &finding, "", None)
}

fn is_parenthesized(group: &Group) -> bool {
    group.delimiter() == Delimiter::Parenthesis
}
