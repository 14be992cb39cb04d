//! `interval` as the server prints it (`IntervalStyle` `postgres`).

/// An interval; `None` where the text has parts that are not read here.
pub(super) fn normal(text: &str) -> Option<String> {
    let mut sum = Sum::default();
    let lower = text.trim().to_ascii_lowercase();
    let lower = lower.strip_prefix('@').unwrap_or(&lower);
    let mut words = spaced(lower);
    let ago = words.last().is_some_and(|word| word == "ago");
    if ago {
        words.pop();
    }
    let mut words = words.iter().map(String::as_str).peekable();
    words.peek()?;
    while let Some(word) = words.next() {
        if word.contains(':') {
            sum.clock(word)?;
            continue;
        }
        let number: f64 = word.parse().ok()?;
        // A number alone counts seconds.
        let unit = words.next().unwrap_or("second");
        sum.add(number, unit)?;
    }
    if ago {
        sum = Sum {
            months: -sum.months,
            days: -sum.days,
            micros: -sum.micros,
        };
    }
    Some(sum.text())
}

/// Words, with a number told from the unit that follows it without a space.
fn spaced(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text.split_ascii_whitespace() {
        let letter = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        if letter > 0 {
            let (number, unit) = word.split_at(letter);
            words.push(number.to_owned());
            words.push(unit.to_owned());
        } else {
            words.push(word.to_owned());
        }
    }
    words
}

#[derive(Default)]
struct Sum {
    months: i64,
    days: i64,
    micros: i64,
}

impl Sum {
    fn add(&mut self, number: f64, unit: &str) -> Option<()> {
        let unit = unit
            .strip_suffix('s')
            .filter(|unit| unit.len() > 1)
            .unwrap_or(unit);
        let whole = number.fract() == 0.0;
        let micros = |seconds: f64| (number * seconds * 1e6).round() as i64;
        match unit {
            "year" | "yr" | "y" if whole => self.months += number as i64 * 12,
            "decade" if whole => self.months += number as i64 * 120,
            "century" | "centurie" if whole => self.months += number as i64 * 1200,
            "month" | "mon" if whole => self.months += number as i64,
            "week" | "w" if whole => self.days += number as i64 * 7,
            "day" | "d" if whole => self.days += number as i64,
            "hour" | "hr" | "h" => self.micros += micros(3600.0),
            "minute" | "min" | "m" => self.micros += micros(60.0),
            "second" | "sec" | "" | "s" => self.micros += micros(1.0),
            "millisecond" | "msec" | "ms" => self.micros += micros(0.001),
            "microsecond" | "usec" | "us" => self.micros += micros(0.000_001),
            _ => return None,
        }
        Some(())
    }

    /// `[-]hours:minutes[:seconds]`
    fn clock(&mut self, text: &str) -> Option<()> {
        let (sign, text) = match text.strip_prefix('-') {
            Some(text) => (-1, text),
            None => (1, text),
        };
        let mut parts = text.split(':');
        let hours: f64 = parts.next()?.parse().ok()?;
        let minutes: f64 = parts.next()?.parse().ok()?;
        let seconds: f64 = parts.next().unwrap_or("0").parse().ok()?;
        if parts.next().is_some() {
            return None;
        }
        self.micros += sign * ((hours * 3600.0 + minutes * 60.0 + seconds) * 1e6).round() as i64;
        Some(())
    }

    fn text(&self) -> String {
        let mut parts = Vec::new();
        let mut part = |number: i64, one: &str, more: &str| {
            if number != 0 {
                parts.push(format!("{number} {}", if number == 1 { one } else { more }));
            }
        };
        part(self.months / 12, "year", "years");
        part(self.months % 12, "mon", "mons");
        part(self.days, "day", "days");
        if self.micros != 0 || parts.is_empty() {
            let sign = if self.micros < 0 { "-" } else { "" };
            let micros = self.micros.unsigned_abs();
            let seconds = micros / 1_000_000;
            let fraction = format!("{:06}", micros % 1_000_000);
            let fraction = fraction.trim_end_matches('0');
            let point = if fraction.is_empty() { "" } else { "." };
            parts.push(format!(
                "{sign}{:02}:{:02}:{:02}{point}{fraction}",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60
            ));
        }
        parts.join(" ")
    }
}
