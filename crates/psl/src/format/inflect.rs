//! How Prisma names the fields it adds: in camel case, and in the plural for lists.

/// A word as a field's name: `Order_Item` becomes `orderItem`.
pub(super) fn camel_case(word: &str) -> String {
    let mut name = String::with_capacity(word.len());
    let mut starts_part = false;
    let mut before = ' ';
    for c in word.chars() {
        if !c.is_alphanumeric() {
            starts_part = !name.is_empty();
        } else if c.is_numeric() {
            name.push(c);
            starts_part = true;
        } else if starts_part || before.is_lowercase() && c.is_uppercase() {
            name.push(c.to_ascii_uppercase());
            starts_part = false;
        } else {
            name.push(c.to_ascii_lowercase());
            before = c;
        }
    }
    name
}

/// A name in the plural, by the rules of English that Prisma knows: the first that fits.
pub(super) fn plural(word: &str) -> String {
    if UNCOUNTABLE.binary_search(&word).is_ok() {
        return word.to_owned();
    }
    if let Ok(at) = IRREGULAR.binary_search_by_key(&word, |(singular, _)| singular) {
        return IRREGULAR[at].1.to_owned();
    }
    if ["ese", "ey", "y"].iter().any(|end| word.ends_with(end))
        && let Some(plural) = plural_by_letters(word)
    {
        return plural;
    }
    for (stems, endings, replacement) in RULES {
        for ending in *endings {
            if let Some(stem) = word.strip_suffix(ending)
                && stems.iter().any(|end| stem.ends_with(end))
            {
                return format!("{stem}{replacement}");
            }
        }
    }
    match word.strip_suffix("us") {
        Some(stem) if !stem.is_empty() && !stem.ends_with(['a', 'o', 'u']) => format!("{word}es"),
        _ if word.ends_with('s') => word.to_owned(),
        _ => format!("{word}s"),
    }
}

/// Endings whose plural depends on the letters before: `money`, `city`, `japanese`.
fn plural_by_letters(word: &str) -> Option<String> {
    let letters =
        |stem: &str, count: usize| -> Vec<char> { stem.chars().rev().take(count).collect() };
    let vowel = |c: char| "aeiou".contains(c);
    if let Some(stem) = word.strip_suffix("ese") {
        let last = stem.chars().last()?;
        return (!vowel(last)).then(|| word.to_owned());
    }
    if let Some(stem) = word.strip_suffix("ey")
        && let [last, middle, first] = letters(stem, 3)[..]
        && "ln".contains(last)
        && "ieo".contains(middle)
        && !"ch".contains(first)
    {
        return Some(format!("{stem}ies"));
    }
    let stem = word.strip_suffix('y')?;
    let last = stem.chars().last()?;
    (stem.ends_with("qu") || !(vowel(last) || last == 'y')).then(|| format!("{stem}ies"))
}

/// Stems, endings, and what the ending becomes. An empty stem fits every word.
type Rule = (
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
);

const RULES: &[Rule] = &[
    (&["eaux"], &[""], ""),
    (&["child"], &["ren", ""], "ren"),
    (&["pe"], &["rson", "ople"], "ople"),
    (&["m", "l"], &["ice", "ouse"], "ice"),
    (
        &["matr", "cod", "mur", "sil", "vert", "ind", "append"],
        &["ix", "ex"],
        "ices",
    ),
    (&["x", "ch", "ss", "sh", "zz"], &[""], "es"),
    (&["xes", "ches", "sses", "shes", "zzes"], &[""], ""),
    (&["ar", "l", "ea", "eo", "oa", "hoo"], &["f"], "ves"),
    (&["kni", "wi", "li"], &["fe"], "ves"),
    (&[""], &["sis"], "ses"),
    (
        &[
            "apheli",
            "hyperbat",
            "periheli",
            "asyndet",
            "noumen",
            "phenomen",
            "criteri",
            "organ",
            "prolegomen",
            "hedr",
            "automat",
        ],
        &["a", "on"],
        "a",
    ),
    (
        &[
            "agend",
            "addend",
            "millenni",
            "dat",
            "extrem",
            "bacteri",
            "desiderat",
            "strat",
            "candelabr",
            "errat",
            "ov",
            "symposi",
            "curricul",
            "automat",
            "quor",
        ],
        &["a", "um"],
        "a",
    ),
    (&["her", "at", "gr"], &["o"], "oes"),
    (&["seraph", "cherub"], &["im", ""], "im"),
    (&["alumn", "alg", "vertebr"], &["a", "ae"], "ae"),
    (
        &[
            "alumn", "syllab", "octop", "vir", "radi", "nucle", "fung", "cact", "stimul", "termin",
            "bacill", "foc", "uter", "loc", "strat",
        ],
        &["us", "i"],
        "i",
    ),
    (&["iam", "uam"], &[""], ""),
    (&["emu", "enu"], &["s", ""], "s"),
    (&["alias", "tlas", "gas", "ris"], &[""], "es"),
    (&["ax", "test"], &["is"], "es"),
];

const IRREGULAR: &[(&str, &str)] = &[
    ("die", "dice"),
    ("eave", "eaves"),
    ("foot", "feet"),
    ("goose", "geese"),
    ("man", "men"),
    ("ox", "oxen"),
    ("quiz", "quizzes"),
    ("tooth", "teeth"),
    ("woman", "women"),
    ("yes", "yeses"),
];

/// In alphabetical order.
const UNCOUNTABLE: &[&str] = &[
    "accommodation",
    "adulthood",
    "advertising",
    "advice",
    "aggression",
    "aid",
    "air",
    "aircraft",
    "alcohol",
    "anger",
    "applause",
    "arithmetic",
    "assistance",
    "bacon",
    "baggage",
    "beef",
    "biology",
    "blood",
    "botany",
    "bread",
    "butter",
    "carbon",
    "cardboard",
    "cash",
    "chalk",
    "chess",
    "countryside",
    "dancing",
    "deer",
    "dignity",
    "dirt",
    "dust",
    "education",
    "electricity",
    "engineering",
    "enjoyment",
    "envy",
    "equipment",
    "evidence",
    "evolution",
    "fame",
    "fiction",
    "flour",
    "flu",
    "food",
    "fuel",
    "fun",
    "furniture",
    "garbage",
    "garlic",
    "gold",
    "golf",
    "gossip",
    "grammar",
    "gratitude",
    "grief",
    "guilt",
    "happiness",
    "hardware",
    "harm",
    "hate",
    "hatred",
    "health",
    "heat",
    "help",
    "homework",
    "honesty",
    "honey",
    "hospitality",
    "housework",
    "humour",
    "hunger",
    "hydrogen",
    "ice",
    "importance",
    "inflation",
    "information",
    "innocence",
    "iron",
    "irony",
    "jam",
    "jewelry",
    "judo",
    "karate",
    "knowledge",
    "lack",
    "laughter",
    "lava",
    "leather",
    "leisure",
    "lightning",
    "linguine",
    "linguini",
    "literature",
    "litter",
    "livestock",
    "logic",
    "loneliness",
    "luck",
    "luggage",
    "macaroni",
    "machinery",
    "magic",
    "management",
    "mankind",
    "marble",
    "mayonnaise",
    "methane",
    "milk",
    "money",
    "mud",
    "music",
    "nature",
    "nitrogen",
    "nonsense",
    "nurture",
    "nutrition",
    "obedience",
    "obesity",
    "oxygen",
    "pasta",
    "patience",
    "poetry",
    "pollution",
    "poverty",
    "pride",
    "psychology",
    "publicity",
    "punctuation",
    "quartz",
    "racism",
    "relaxation",
    "reliability",
    "research",
    "respect",
    "revenge",
    "rice",
    "rubbish",
    "rum",
    "safety",
    "scenery",
    "seafood",
    "seaside",
    "shame",
    "sheep",
    "shopping",
    "sleep",
    "smoke",
    "smoking",
    "snow",
    "soap",
    "software",
    "soil",
    "spaghetti",
    "steam",
    "stuff",
    "stupidity",
    "sunshine",
    "symmetry",
    "thirst",
    "thunder",
    "timber",
    "traffic",
    "transportation",
    "trust",
    "underwear",
    "unemployment",
    "unity",
    "validity",
    "veal",
    "vegetarianism",
    "vegetation",
    "vengeance",
    "violence",
    "vitality",
    "warmth",
    "wealth",
    "weather",
    "welfare",
    "wheat",
    "wildlife",
    "wisdom",
    "yoga",
    "zinc",
    "zoology",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_case_of_names() {
        let cases = [
            ("Order_Item", "orderItem"),
            ("userSettings", "userSettings"),
            ("ORDER", "order"),
            ("OrderITEM", "orderITEM"),
            ("HTTPServer", "httpserver"),
            ("API_Key", "apiKey"),
            ("A1B2", "a1B2"),
            ("a1b", "a1B"),
            ("Foo__Bar", "fooBar"),
            ("x_", "x"),
            ("\u{dc}berMensch", "\u{dc}berMensch"),
            ("Gr\u{f6}\u{df}e", "gr\u{f6}\u{df}e"),
        ];
        for (word, expected) in cases {
            assert_eq!(camel_case(word), expected);
        }
    }

    #[test]
    fn plurals_of_every_rule() {
        let cases = [
            ("user", "users"),
            ("orderItem", "orderItems"),
            ("urls", "urls"),
            ("category", "categories"),
            ("day", "days"),
            ("soliloquy", "soliloquies"),
            ("money", "money"),
            ("chimney", "chimneys"),
            ("bus", "buses"),
            ("status", "statuses"),
            ("corpus", "corpuses"),
            ("cactus", "cacti"),
            ("box", "boxes"),
            ("boxes", "boxes"),
            ("branch", "branches"),
            ("quiz", "quizzes"),
            ("index", "indices"),
            ("matrix", "matrices"),
            ("apex", "apexes"),
            ("mouse", "mice"),
            ("house", "houses"),
            ("person", "people"),
            ("children", "children"),
            ("man", "men"),
            ("shaman", "shamans"),
            ("leaf", "leaves"),
            ("roof", "roofs"),
            ("knife", "knives"),
            ("analysis", "analyses"),
            ("axis", "axes"),
            ("criterion", "criteria"),
            ("datum", "data"),
            ("data", "data"),
            ("metadata", "metadata"),
            ("hero", "heroes"),
            ("photo", "photos"),
            ("alga", "algae"),
            ("cherub", "cherubim"),
            ("menu", "menus"),
            ("alias", "aliases"),
            ("atlas", "atlases"),
            ("gas", "gases"),
            ("japanese", "japanese"),
            ("exam", "exams"),
            ("bureaux", "bureaux"),
            ("equipment", "equipment"),
            ("news", "news"),
        ];
        for (word, expected) in cases {
            assert_eq!(plural(word), expected, "{word}");
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!(UNCOUNTABLE.is_sorted());
        assert!(IRREGULAR.is_sorted());
    }
}
