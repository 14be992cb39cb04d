//! Renames that nobody told of and that look likely: something goes, and something alike appears.

use std::collections::BTreeSet;

use schema::{Enum, QualifiedName, Rename, Schema, Table, Type};

/// What may have been renamed: pairs of the same shape of which one goes and one appears. None of
/// them is followed unless someone says so.
pub(crate) fn likely_renames(before: &Schema, after: &Schema) -> Vec<Rename> {
    let mut renames = Vec::new();
    let tables = gone_and_new(&before.tables, &after.tables);
    for (from, to) in matched(&tables.0, &tables.1, |old, new| {
        table_likeness(old, &before.tables[old], new, &after.tables[new])
    }) {
        renames.push(Rename::Table {
            from: (*from).clone(),
            to: (*to).clone(),
        });
    }
    for (name, new) in &after.tables {
        if let Some(old) = before.tables.get(name) {
            columns(name, old, new, &mut renames);
        }
    }
    let enums = gone_and_new(&before.enums, &after.enums);
    for (from, to) in matched(&enums.0, &enums.1, |old, new| {
        enum_likeness(old, &before.enums[old], new, &after.enums[new])
    }) {
        renames.push(Rename::Enum {
            from: (*from).clone(),
            to: (*to).clone(),
        });
    }
    for (name, new) in &after.enums {
        if let Some(old) = before.enums.get(name) {
            values(name, old, new, &mut renames);
        }
    }
    renames
}

type Names<'a> = Vec<&'a QualifiedName>;

fn gone_and_new<'a, V>(
    before: &'a std::collections::BTreeMap<QualifiedName, V>,
    after: &'a std::collections::BTreeMap<QualifiedName, V>,
) -> (Names<'a>, Names<'a>) {
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    let new = after.keys().filter(|name| !before.contains_key(*name));
    (gone.collect(), new.collect())
}

/// Pairs by likeness, the most alike first, each side once.
fn matched<'a, T: Copy>(old: &'a [T], new: &'a [T], likeness: impl Fn(T, T) -> u32) -> Vec<(T, T)> {
    let mut pairs = Vec::new();
    for (i, a) in old.iter().enumerate() {
        for (j, b) in new.iter().enumerate() {
            pairs.push((likeness(*a, *b), i, j));
        }
    }
    pairs.retain(|(likeness, ..)| *likeness > 0);
    pairs.sort_by_key(|(likeness, i, j)| (std::cmp::Reverse(*likeness), *i, *j));
    let (mut used_old, mut used_new) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    for (_, i, j) in pairs {
        if !used_old.contains(&i) && !used_new.contains(&j) {
            used_old.insert(i);
            used_new.insert(j);
            found.push((i, j));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(i, j)| (old[i], new[j])).collect()
}

/// Two thirds of the columns must be the same, or all but one.
fn table_likeness(a: &QualifiedName, old: &Table, b: &QualifiedName, new: &Table) -> u32 {
    let same = old.columns.iter().filter(|column| {
        new.column(&column.name)
            .is_some_and(|other| other.ty == column.ty)
    });
    let (same, most) = (same.count(), old.columns.len().max(new.columns.len()));
    let alike = same > 0 && (same * 3 >= most * 2 || same + 1 == most);
    let share = u32::try_from(same * 100 / most.max(1)).unwrap_or(0);
    if alike {
        share + likeness(&a.name, &b.name)
    } else {
        0
    }
}

fn columns(name: &QualifiedName, old: &Table, new: &Table, renames: &mut Vec<Rename>) {
    let gone = old
        .columns
        .iter()
        .filter(|it| new.column(&it.name).is_none());
    let gone: Vec<_> = gone
        .filter(|it| !it.inherited && it.generated.is_none())
        .collect();
    let come = new
        .columns
        .iter()
        .filter(|it| old.column(&it.name).is_none());
    let come: Vec<_> = come
        .filter(|it| !it.inherited && it.generated.is_none())
        .collect();
    let pairs = matched(&gone, &come, |a, b| {
        let names = likeness(&a.name, &b.name);
        let nullable = u32::from(a.nullable == b.nullable) * 20;
        let only = gone.len() == 1 && come.len() == 1;
        let alike = a.ty == b.ty || a.ty.array == b.ty.array && is_text(&a.ty) && is_text(&b.ty);
        if alike && (only || names > 0) {
            100 + names + nullable + u32::from(a.ty == b.ty) * 20
        } else {
            0
        }
    });
    renames.extend(pairs.into_iter().map(|(from, to)| Rename::Column {
        table: name.clone(),
        from: from.name.clone(),
        to: to.name.clone(),
    }));
}

fn is_text(ty: &Type) -> bool {
    ty.schema.is_none() && matches!(ty.name.as_str(), "text" | "varchar" | "bpchar" | "citext")
}

fn enum_likeness(a: &QualifiedName, old: &Enum, b: &QualifiedName, new: &Enum) -> u32 {
    let has = |name: &str| new.values.iter().any(|it| it.name == name);
    let same = old.values.iter().filter(|it| has(&it.name)).count();
    let most = old.values.len().max(new.values.len());
    let share = u32::try_from(same * 100 / most.max(1)).unwrap_or(0);
    if same > 0 && same * 3 >= most * 2 {
        share + likeness(&a.name, &b.name)
    } else {
        0
    }
}

/// Values at the same place, where as many go as come.
fn values(name: &QualifiedName, old: &Enum, new: &Enum, renames: &mut Vec<Rename>) {
    if old.values.len() != new.values.len() {
        return;
    }
    let has = |of: &Enum, name: &str| of.values.iter().any(|it| it.name == name);
    for (a, b) in old.values.iter().zip(&new.values) {
        if !has(new, &a.name) && !has(old, &b.name) {
            renames.push(Rename::EnumValue {
                name: name.clone(),
                from: a.name.clone(),
                to: b.name.clone(),
            });
        }
    }
}

/// How much two names have in common at their ends, without case and separators: 0 to 60.
fn likeness(a: &str, b: &str) -> u32 {
    let plain = |name: &str| -> Vec<char> {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (plain(a), plain(b));
    let common = |a: &mut dyn Iterator<Item = &char>, b: &mut dyn Iterator<Item = &char>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let ends =
        common(&mut a.iter(), &mut b.iter()).max(common(&mut a.iter().rev(), &mut b.iter().rev()));
    let most = a.len().max(b.len()).max(1);
    if ends * 3 < most {
        return 0;
    }
    u32::try_from(ends * 60 / most).unwrap_or(0)
}
