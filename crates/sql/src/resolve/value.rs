//! What the server prints for values of its types.

use schema::Type;

/// A value in the server's spelling, or as it is where that is not known.
pub(super) fn normal(ty: &Type, text: &str) -> String {
    if ty.schema.is_some() || ty.array {
        return text.to_owned();
    }
    let normal = match ty.name.as_str() {
        "bool" => boolean(text).map(str::to_owned),
        "int2" | "int4" | "int8" | "oid" => integer(text),
        "numeric" => number(text),
        "float4" | "float8" => number(text).map(|text| without_zeros(&text)),
        "uuid" => uuid(text),
        "json" | "text" | "varchar" => None,
        "jsonb" => super::json::normal(text),
        "interval" => super::interval::normal(text),
        "date" | "timestamp" | "timestamptz" | "time" => time(&ty.name, text),
        "bytea" => bytes(text),
        "regclass" => Some(without_public(text)),
        _ if ty.name.starts_with("interval ") => super::interval::normal(text),
        _ => None,
    };
    normal.unwrap_or_else(|| text.to_owned())
}

/// `boolin`: any beginning of the words that leaves no doubt.
fn boolean(text: &str) -> Option<&'static str> {
    let text = text.trim().to_ascii_lowercase();
    let begins = |word: &str, least: usize| text.len() >= least && word.starts_with(&text);
    if begins("true", 1) || begins("yes", 1) || text == "on" || text == "1" {
        Some("true")
    } else if begins("false", 1) || begins("no", 1) || begins("off", 2) || text == "0" {
        Some("false")
    } else {
        None
    }
}

fn integer(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "");
    text.parse::<i128>().ok().map(|number| number.to_string())
}

/// A decimal number without exponent, sign `+` and needless zeros before it.
fn number(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "").to_ascii_lowercase();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (mantissa, exponent) = digits.split_once('e').unwrap_or((digits, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0
        || !all_digits(whole)
        || !all_digits(fraction)
        || exponent.abs() > 400
    {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let mut digits = format!("{whole}{fraction}");
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    if point <= 0 {
        digits.insert_str(0, &zeros(1 - point));
    }
    let point = point.max(1);
    let length = i32::try_from(digits.len()).ok()?;
    digits.push_str(&zeros(point - length));
    let (whole, fraction) = digits.split_at(usize::try_from(point).ok()?);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if negative { "-" } else { "" };
    Some(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}

/// A number of a type that does not keep zeros at its end.
pub(super) fn without_zeros(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

fn uuid(text: &str) -> Option<String> {
    let digits: String = text
        .trim_matches(['{', '}'])
        .chars()
        .filter(|c| *c != '-')
        .collect::<String>()
        .to_ascii_lowercase();
    let hexadecimal = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hexadecimal.then(|| {
        let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
        groups.map(|group| &digits[group]).join("-")
    })
}

fn bytes(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix("\\x") {
        Some(format!("\\x{}", digits.to_ascii_lowercase()))
    } else {
        let plain = text.bytes().all(|byte| byte != b'\\');
        plain.then(|| {
            let digits = text.bytes().map(|byte| format!("{byte:02x}"));
            format!("\\x{}", digits.collect::<String>())
        })
    }
}

/// Dates and times in ISO's order: leading zeros, a space before the time, seconds, no zeros at
/// the end, and zones in full hours.
fn time(ty: &str, text: &str) -> Option<String> {
    let text = text.trim();
    if ty == "time" {
        return clock(text);
    }
    let lower = text.to_ascii_lowercase();
    if matches!(lower.as_str(), "infinity" | "-infinity") {
        return Some(lower);
    }
    let text = if lower == "epoch" { "1970-01-01" } else { text };
    let end = text.find([' ', 'T', 't']).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let date = calendar(date)?;
    let rest = rest.trim_start_matches([' ', 'T', 't']);
    if ty == "date" {
        return Some(date);
    }
    let zone = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone);
    let time = if time.trim().is_empty() {
        String::from("00:00:00")
    } else {
        clock(time.trim())?
    };
    let zone = match (ty, zone) {
        ("timestamp", _) => String::new(),
        // The server prints a time in the session's zone, which is that of servers: UTC.
        (_, "" | "Z" | "z") => String::from("+00"),
        (_, zone) => offset(zone)?,
    };
    Some(format!("{date} {time}{zone}"))
}

fn calendar(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let mut part = || parts.next()?.parse::<u32>().ok();
    let (year, month, day) = (part()?, part()?, part()?);
    let fits = year >= 1000 && (1..=12).contains(&month) && (1..=31).contains(&day);
    (parts.next().is_none() && fits).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn clock(text: &str) -> Option<String> {
    let mut parts = text.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let seconds = parts.next().unwrap_or("0");
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let second: u32 = whole.parse().ok()?;
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || hour > 24 || minute > 59 || second > 59 || !digits {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!(
        "{hour:02}:{minute:02}:{second:02}{point}{fraction}"
    ))
}

/// `+00:00` as `+00`.
fn offset(text: &str) -> Option<String> {
    let (sign, digits) = text.split_at(1);
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at(2),
        None => (digits, "00"),
    };
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(if minutes == 0 {
        format!("{sign}{hours:02}")
    } else {
        format!("{sign}{hours:02}:{minutes:02}")
    })
}

/// The name of a relation in a constant, without the schema `public` and needless quotes.
pub(super) fn without_public(text: &str) -> String {
    let parts: Vec<String> = lexer::tokens(text)
        .filter(|token| {
            matches!(
                token.kind,
                lexer::Kind::Word | lexer::Kind::QuotedIdentifier
            )
        })
        .map(|token| lexer::identifier(token.text(text)).into_owned())
        .collect();
    match parts.as_slice() {
        [name] => super::expr::name_text(name),
        [schema, name] => super::expr::qualified_text(schema, name),
        _ => text.to_owned(),
    }
}
