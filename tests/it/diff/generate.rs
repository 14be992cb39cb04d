//! Scripts that build a database, one for each seed: of two seeds many objects have the same name
//! and another shape, so that a plan between them has everything to do at once.

/// Numbers that follow from a seed and a name, so that each object decides for itself.
#[derive(Clone, Copy)]
struct Dice(u64);

impl Dice {
    fn of(seed: u64, name: &str) -> Self {
        let mut hash = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xCBF2_9CE4_8422_2325;
        for byte in name.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        hash ^= hash >> 29;
        Self(hash.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 11)
    }

    fn up_to(self, end: usize) -> usize {
        usize::try_from(self.0 % end as u64).unwrap_or(0)
    }
}

/// A state of the database: the seed of what two states share, that of what is its own, and how
/// much of it that is, in percent.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) shared: u64,
    pub(super) own: u64,
    pub(super) percent: usize,
}

impl State {
    /// One of several shapes for an object.
    fn shape<'a>(self, name: &str, shapes: &[&'a str]) -> &'a str {
        let is_own = Dice::of(self.own, &format!("own {name}")).up_to(100) < self.percent;
        let seed = if is_own { self.own } else { self.shared };
        shapes[Dice::of(seed, name).up_to(shapes.len())]
    }

    fn has(self, name: &str) -> bool {
        self.shape(name, &["", "x"]) == "x"
    }

    /// The script.
    pub(super) fn script(self) -> String {
        let mut sql = String::new();
        let mut say = |text: &str| {
            if !text.is_empty() {
                sql.push_str(text);
                sql.push_str(";\n");
            }
        };
        say(self.shape("other", &["", "CREATE SCHEMA other"]));
        say(&self.named("mood", "CREATE TYPE mood AS ENUM ", ENUMS));
        say(&format!(
            "CREATE DOMAIN amount AS {}",
            self.shape(
                "amount",
                &[
                    "int CHECK (VALUE > 0)",
                    "int",
                    "int CHECK (VALUE > 1) NOT NULL"
                ]
            )
        ));
        say(&self.named(
            "counter",
            "CREATE SEQUENCE counter ",
            &[
                "",
                "START 10",
                "INCREMENT 5 CACHE 3",
                "AS int MAXVALUE 9000 CYCLE",
            ],
        ));
        say(self.shape("add_one", FUNCTIONS));
        say("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
        for number in 0..4 {
            let table = format!("t{number}");
            if number == 0 || !self.shape(&table, &["x", "x", "x", ""]).is_empty() {
                self.table(number, &mut say);
            }
        }
        self.partitions(&mut say);
        say(self.shape(
            "v0",
            &[
                "",
                "CREATE VIEW v0 AS SELECT id FROM t0",
                "CREATE VIEW v0 AS SELECT id, c0 FROM t0",
                "CREATE VIEW v0 AS SELECT * FROM t0 WHERE id > 3",
            ],
        ));
        if self.shape("v0", &["", "x", "x", "x"]) == "x" {
            say(self.shape(
                "v1",
                &[
                    "",
                    "CREATE VIEW v1 AS SELECT id FROM v0",
                    "CREATE MATERIALIZED VIEW v1 AS SELECT id, count(*) AS n FROM v0 GROUP BY id",
                ],
            ));
        }
        sql
    }

    fn named(self, name: &str, begin: &str, shapes: &[&str]) -> String {
        format!("{begin}{}", self.shape(name, shapes))
    }

    fn table(self, number: usize, say: &mut impl FnMut(&str)) {
        let table = format!("t{number}");
        let id = self.shape(&format!("{table}.id"), IDS);
        let mut lines = vec![format!("id {id}")];
        let mut columns = Vec::new();
        for column in 0..5 {
            let name = format!("c{column}");
            let shape = self.shape(&format!("{table}.{name}"), COLUMNS);
            if !shape.is_empty() {
                lines.push(format!("{name} {shape}"));
                columns.push((name, shape));
            }
        }
        let first = columns.first().map(|(name, _)| name.as_str());
        self.constraints(&table, first, &mut lines);
        let kind = self.shape(
            &format!("{table}.kind"),
            &["TABLE", "TABLE", "TABLE", "UNLOGGED TABLE"],
        );
        // A logged table may not refer to one that is not.
        let kind = if number < 3 { "TABLE" } else { kind };
        let options = self.shape(
            &format!("{table}.with"),
            &["", "", " WITH (fillfactor = 70)"],
        );
        say(&format!(
            "CREATE {kind} {table} (\n    {}\n){options}",
            lines.join(",\n    ")
        ));
        for (name, shape) in &columns {
            self.indexes(&table, name, shape, say);
        }
        if number > 0 && self.has(&format!("{table}.fk")) {
            let action = self.shape(
                &format!("{table}.fk.action"),
                &[
                    "",
                    " ON DELETE CASCADE",
                    " ON DELETE SET NULL DEFERRABLE",
                    " NOT VALID",
                ],
            );
            say(&format!("ALTER TABLE {table} ADD COLUMN ref bigint"));
            say(&format!(
                "ALTER TABLE {table} ADD CONSTRAINT {table}_ref_fkey FOREIGN KEY (ref) REFERENCES t0 (id){action}"
            ));
        }
        self.attached(&table, say);
    }

    /// The key of a table, and a check of its first column.
    fn constraints(self, table: &str, first: Option<&str>, lines: &mut Vec<String>) {
        let key = self.shape(
            &format!("{table}.key"),
            &[
                "PRIMARY KEY (id)",
                "CONSTRAINT the_key_{} PRIMARY KEY (id)",
                "UNIQUE (id)",
            ],
        );
        lines.push(key.replace("{}", table));
        let Some(first) = first else {
            return;
        };
        let check = self.shape(
            &format!("{table}.check"),
            &[
                "",
                "CHECK ({} IS NOT NULL)",
                "CONSTRAINT named_check CHECK ({} IS NOT NULL AND id > 0)",
            ],
        );
        if !check.is_empty() {
            lines.push(check.replace("{}", first));
        }
    }

    /// What stands on a table: comment, row security, policy, trigger, replica identity.
    fn attached(self, table: &str, say: &mut impl FnMut(&str)) {
        let part = |name: &str, shapes: &[&'static str]| {
            self.shape(&format!("{table}.{name}"), shapes)
                .replace("{}", table)
        };
        say(&part(
            "comment",
            &[
                "",
                "COMMENT ON TABLE {} IS 'one'",
                "COMMENT ON TABLE {} IS 'two'",
            ],
        ));
        say(&part(
            "rls",
            &[
                "",
                "ALTER TABLE {} ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE {} FORCE ROW LEVEL SECURITY",
            ],
        ));
        say(&part(
            "policy",
            &[
                "",
                "CREATE POLICY p ON {} USING (id > 0)",
                "CREATE POLICY p ON {} FOR SELECT USING (id > 1)",
            ],
        ));
        say(&part(
            "trigger",
            &[
                "",
                "CREATE TRIGGER touched BEFORE UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION touch()",
                "CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON {} FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION touch()",
            ],
        ));
        say(&part(
            "replica",
            &["", "", "ALTER TABLE {} REPLICA IDENTITY FULL"],
        ));
    }

    fn indexes(self, table: &str, column: &str, shape: &str, say: &mut impl FnMut(&str)) {
        let name = format!("{table}.{column}.index");
        let shape_of = |shapes: &[&'static str]| {
            let text = self.shape(&name, shapes);
            text.replace("{t}", table).replace("{c}", column)
        };
        if shape.starts_with("jsonb") {
            say(&shape_of(&[
                "",
                "CREATE INDEX {t}_{c}_idx ON {t} USING gin ({c})",
            ]));
        } else if shape.starts_with("text") || shape.starts_with("varchar") {
            say(&shape_of(&[
                "",
                "CREATE INDEX {t}_{c}_idx ON {t} (lower({c}))",
                "CREATE INDEX {t}_{c}_idx ON {t} ({c} DESC NULLS LAST) INCLUDE (id)",
                "CREATE UNIQUE INDEX {t}_{c}_idx ON {t} ({c})",
            ]));
        } else {
            say(&shape_of(&[
                "",
                "CREATE INDEX {t}_{c}_idx ON {t} ({c})",
                "CREATE INDEX {t}_{c}_idx ON {t} ({c}) WHERE id > 5",
                "CREATE INDEX {t}_renamed_{c}_idx ON {t} ({c})",
                "ALTER TABLE {t} ADD CONSTRAINT {t}_{c}_idx UNIQUE ({c})",
                "CREATE UNIQUE INDEX {t}_{c}_idx ON {t} ({c})",
            ]));
        }
    }

    fn partitions(self, say: &mut impl FnMut(&str)) {
        if !self.has("log") {
            return;
        }
        say(
            "CREATE TABLE log (at timestamptz NOT NULL, level int, message text) PARTITION BY RANGE (at)",
        );
        say(self.shape(
            "log.index",
            &[
                "",
                "CREATE INDEX log_at_idx ON log (at)",
                "CREATE INDEX log_level_idx ON log (level, at)",
            ],
        ));
        for year in 0..3 {
            if self.has(&format!("log.{year}")) {
                say(&format!(
                    "CREATE TABLE log_{year} PARTITION OF log FOR VALUES FROM ('202{year}-01-01 00:00:00+00') TO ('202{}-01-01 00:00:00+00')",
                    year + 1
                ));
            }
        }
    }
}

const ENUMS: &[&str] = &[
    "('low', 'high')",
    "('low', 'middle', 'high')",
    "('none', 'low', 'high', 'all')",
    "('high', 'low')",
    "('low', 'huge')",
];

const FUNCTIONS: &[&str] = &[
    "CREATE FUNCTION add_one(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n + 1'",
    "CREATE FUNCTION add_one(n int) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1 + n'",
    "CREATE FUNCTION add_one(n int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n + 1::bigint'",
];

const IDS: &[&str] = &[
    "serial",
    "bigserial",
    "int NOT NULL",
    "bigint NOT NULL",
    "int GENERATED ALWAYS AS IDENTITY",
    "bigint GENERATED BY DEFAULT AS IDENTITY (START WITH 100)",
];

const COLUMNS: &[&str] = &[
    "",
    "int",
    "int NOT NULL DEFAULT 7",
    "bigint DEFAULT nextval('counter')",
    "smallint",
    "text",
    "text NOT NULL DEFAULT 'none'",
    "text COLLATE \"C\"",
    "varchar(20) DEFAULT 'x'",
    "varchar(200) NOT NULL",
    "numeric(10,2)",
    "numeric(12,4) DEFAULT 0",
    "boolean NOT NULL DEFAULT false",
    "timestamp(3) DEFAULT CURRENT_TIMESTAMP",
    "timestamptz NOT NULL DEFAULT now()",
    "date",
    "uuid DEFAULT gen_random_uuid()",
    "uuid NOT NULL DEFAULT gen_random_uuid()",
    "jsonb DEFAULT '{}'",
    "mood",
    "mood NOT NULL DEFAULT 'low'",
    "int GENERATED ALWAYS AS (id * 2) STORED",
    "int DEFAULT add_one(2)",
    "int[] DEFAULT '{1}'",
    "double precision",
];
