//! Where the tables lie in `tables.bin`, and how an entry is read.
//!
//! The file is a row of little-endian arrays; see the README beside it. bison's names for them
//! stand in the comments.

/// The number of a token or rule.
pub(crate) type Symbol = u16;

/// An array: the offset of its first byte.
pub(super) type Array = usize;

static BYTES: &[u8; 554_760] = include_bytes!("tables.bin");

/// `YYFINAL`
pub(super) const FINAL: u16 = 932;
/// `YYLAST`: the last index of `TABLE` and `CHECK`.
pub(super) const LAST: usize = 124_337;
/// `YYNTOKENS`: how many symbols are tokens.
pub(super) const TOKENS: usize = 544;
/// `YYPACT_NINF`: a state that never looks at the token.
pub(super) const NO_ACTION: i32 = -5909;
/// `YYTABLE_NINF`: an entry that is an error.
pub(super) const ACTION_NONE: i16 = -3026;

/// `yytranslate`: token number of the scanner → symbol.
pub(super) const TRANSLATE: Array = 0;
/// `yyr1`: rule → symbol that it makes.
pub(super) const RULE_LEFT: Array = 1_564;
/// `yyr2`: rule → number of symbols that it takes.
pub(super) const RULE_LENGTH: Array = 8_464;
/// `yydefact`: state → rule to apply by default.
pub(super) const DEFAULT_ACTION: Array = 15_364;
/// `yydefgoto`: rule's symbol → state by default.
pub(super) const DEFAULT_GOTO: Array = 28_400;
/// `yypact`, of four bytes each: state → index of its first entry in `TABLE`.
pub(super) const STATE_ACTION: Array = 29_868;
/// `yypgoto`: rule's symbol → index of its first entry in `TABLE`.
pub(super) const GOTO: Array = 55_940;
/// `yytable`: states and rules, packed.
pub(super) const TABLE: Array = 57_408;
/// `yycheck`: to whom an entry of `TABLE` belongs.
pub(super) const CHECK: Array = 306_084;

/// An entry of an array of two bytes each.
pub(super) fn int16(array: Array, index: usize) -> i16 {
    let at = array + 2 * index;
    i16::from_le_bytes([BYTES[at], BYTES[at + 1]])
}

/// An entry of an array of four bytes each.
pub(super) fn int32(array: Array, index: usize) -> i32 {
    let at = array + 4 * index;
    i32::from_le_bytes([BYTES[at], BYTES[at + 1], BYTES[at + 2], BYTES[at + 3]])
}
