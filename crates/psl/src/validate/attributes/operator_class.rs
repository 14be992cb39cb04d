//! `ops`: the operator classes that the schema language has names for.

use diag::Diagnostic;

use super::super::context::Context;
use crate::codes;
use crate::datamodel::{
    IndexMethod,
    NativeKind::{
        self, BigInt, Bit, ByteA, Char, Date, Decimal, DoublePrecision, Inet, Integer, Oid, Real,
        SmallInt, Text, Time, Timestamp, Timestamptz, Timetz, Uuid, VarBit, VarChar,
    },
    OperatorClass,
};
use crate::syntax::ast::{Argument, Expression};

/// An operator class that has a name in the schema language.
pub(crate) struct Known {
    /// As it is written: `JsonbPathOps`.
    pub(crate) name: &'static str,
    /// PostgreSQL's name: `jsonb_path_ops`.
    pub(crate) postgres: &'static str,
    /// The index types that have it.
    pub(crate) methods: &'static [IndexMethod],
    /// The column types of BRIN indexes that it fits; empty for other index types.
    pub(crate) kinds: &'static [NativeKind],
}

const fn brin(name: &'static str, postgres: &'static str, kinds: &'static [NativeKind]) -> Known {
    Known {
        name,
        postgres,
        methods: &[IndexMethod::Brin],
        kinds,
    }
}

const fn other(
    name: &'static str,
    postgres: &'static str,
    methods: &'static [IndexMethod],
) -> Known {
    Known {
        name,
        postgres,
        methods,
        kinds: &[],
    }
}

/// All of them.
pub(crate) const KNOWN: &[Known] = &[
    other(
        "InetOps",
        "inet_ops",
        &[IndexMethod::Gist, IndexMethod::SpGist],
    ),
    other("JsonbOps", "jsonb_ops", &[IndexMethod::Gin]),
    other("JsonbPathOps", "jsonb_path_ops", &[IndexMethod::Gin]),
    other("ArrayOps", "array_ops", &[IndexMethod::Gin]),
    other("TextOps", "text_ops", &[IndexMethod::SpGist]),
    brin("BitMinMaxOps", "bit_minmax_ops", &[Bit]),
    brin("VarBitMinMaxOps", "varbit_minmax_ops", &[VarBit]),
    brin("BpcharBloomOps", "bpchar_bloom_ops", &[Char]),
    brin("BpcharMinMaxOps", "bpchar_minmax_ops", &[Char]),
    brin("ByteaBloomOps", "bytea_bloom_ops", &[ByteA]),
    brin("ByteaMinMaxOps", "bytea_minmax_ops", &[ByteA]),
    brin("DateBloomOps", "date_bloom_ops", &[Date]),
    brin("DateMinMaxOps", "date_minmax_ops", &[Date]),
    brin("DateMinMaxMultiOps", "date_minmax_multi_ops", &[Date]),
    brin("Float4BloomOps", "float4_bloom_ops", &[Real]),
    brin("Float4MinMaxOps", "float4_minmax_ops", &[Real]),
    brin("Float4MinMaxMultiOps", "float4_minmax_multi_ops", &[Real]),
    brin("Float8BloomOps", "float8_bloom_ops", &[DoublePrecision]),
    brin("Float8MinMaxOps", "float8_minmax_ops", &[DoublePrecision]),
    brin(
        "Float8MinMaxMultiOps",
        "float8_minmax_multi_ops",
        &[DoublePrecision],
    ),
    brin("InetInclusionOps", "inet_inclusion_ops", &[Inet]),
    brin("InetBloomOps", "inet_bloom_ops", &[Inet]),
    brin("InetMinMaxOps", "inet_minmax_ops", &[Inet]),
    brin("InetMinMaxMultiOps", "inet_minmax_multi_ops", &[Inet]),
    brin("Int2BloomOps", "int2_bloom_ops", &[SmallInt]),
    brin("Int2MinMaxOps", "int2_minmax_ops", &[SmallInt]),
    brin("Int2MinMaxMultiOps", "int2_minmax_multi_ops", &[SmallInt]),
    brin("Int4BloomOps", "int4_bloom_ops", &[Integer]),
    brin("Int4MinMaxOps", "int4_minmax_ops", &[Integer]),
    brin("Int4MinMaxMultiOps", "int4_minmax_multi_ops", &[Integer]),
    brin("Int8BloomOps", "int8_bloom_ops", &[BigInt]),
    brin("Int8MinMaxOps", "int8_minmax_ops", &[BigInt]),
    brin("Int8MinMaxMultiOps", "int8_minmax_multi_ops", &[BigInt]),
    brin("NumericBloomOps", "numeric_bloom_ops", &[Decimal]),
    brin("NumericMinMaxOps", "numeric_minmax_ops", &[Decimal]),
    brin(
        "NumericMinMaxMultiOps",
        "numeric_minmax_multi_ops",
        &[Decimal],
    ),
    brin("OidBloomOps", "oid_bloom_ops", &[Oid]),
    brin("OidMinMaxOps", "oid_minmax_ops", &[Oid]),
    brin("OidMinMaxMultiOps", "oid_minmax_multi_ops", &[Oid]),
    brin("TextBloomOps", "text_bloom_ops", &[Text, VarChar]),
    brin("TextMinMaxOps", "text_minmax_ops", &[Text, VarChar]),
    brin("TimestampBloomOps", "timestamp_bloom_ops", &[Timestamp]),
    brin("TimestampMinMaxOps", "timestamp_minmax_ops", &[Timestamp]),
    brin(
        "TimestampMinMaxMultiOps",
        "timestamp_minmax_multi_ops",
        &[Timestamp],
    ),
    brin(
        "TimestampTzBloomOps",
        "timestamptz_bloom_ops",
        &[Timestamptz],
    ),
    brin(
        "TimestampTzMinMaxOps",
        "timestamptz_minmax_ops",
        &[Timestamptz],
    ),
    brin(
        "TimestampTzMinMaxMultiOps",
        "timestamptz_minmax_multi_ops",
        &[Timestamptz],
    ),
    brin("TimeBloomOps", "time_bloom_ops", &[Time]),
    brin("TimeMinMaxOps", "time_minmax_ops", &[Time]),
    brin("TimeMinMaxMultiOps", "time_minmax_multi_ops", &[Time]),
    brin("TimeTzBloomOps", "timetz_bloom_ops", &[Timetz]),
    brin("TimeTzMinMaxOps", "timetz_minmax_ops", &[Timetz]),
    brin("TimeTzMinMaxMultiOps", "timetz_minmax_multi_ops", &[Timetz]),
    brin("UuidBloomOps", "uuid_bloom_ops", &[Uuid]),
    brin("UuidMinMaxOps", "uuid_minmax_ops", &[Uuid]),
    brin("UuidMinMaxMultiOps", "uuid_minmax_multi_ops", &[Uuid]),
];

/// The value of `ops`: a known name, or `raw("…")`.
pub(super) fn read<'a>(ctx: &mut Context<'a>, argument: &'a Argument<'a>) -> Option<OperatorClass> {
    match &argument.value {
        Expression::Constant(name, span) => {
            if let Some(known) = KNOWN.iter().find(|known| known.name == *name) {
                return Some(OperatorClass::Known {
                    name: known.name,
                    postgres: known.postgres,
                });
            }
            let mut finding = Diagnostic::error(
                &codes::UNKNOWN_OPERATOR_CLASS,
                format!("there is no operator class `{name}`"),
            )
            .at(*span, "");
            let near = ctx
                .suggester
                .nearest(name, KNOWN.iter().map(|known| known.name));
            finding = match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("write `raw(\"…\")` for one that only the database knows"),
            };
            ctx.push(finding);
        }
        Expression::Function(call) if call.name.text == "raw" => {
            if let [argument] = call.arguments.list.as_slice()
                && let Expression::String(text, _) = &argument.value
            {
                return Some(OperatorClass::Raw(text.to_string()));
            }
            ctx.push(
                Diagnostic::error(
                    &codes::INVALID_OPERATOR_CLASS,
                    "`raw` takes one string: PostgreSQL's name of the operator class",
                )
                .at(call.span, ""),
            );
        }
        Expression::Function(call) => ctx.push(
            Diagnostic::error(
                &codes::INVALID_OPERATOR_CLASS,
                format!("an operator class is no call of `{}`", call.name.text),
            )
            .at(call.span, "")
            .help("write a name, or `raw(\"…\")` for one that only the database knows"),
        ),
        Expression::Number(..)
        | Expression::String(..)
        | Expression::Array(..)
        | Expression::Object(..) => ctx.push(
            Diagnostic::error(
                &codes::INVALID_OPERATOR_CLASS,
                "an operator class is a name or `raw(\"…\")`",
            )
            .at(argument.span, ""),
        ),
    }
    None
}
