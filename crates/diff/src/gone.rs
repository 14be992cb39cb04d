//! What goes along with columns and tables that go, and what would have to go first.

use schema::{
    Constraint, Expression, Index, IndexElement, IndexKey, Origin, QualifiedName, Reference,
    Schema, Table,
};

use crate::object::{Object, routine_object, view_object};

/// Something that stays and yet uses what goes, so that no statement can lead there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What it is: "view `active_users`".
    pub object: String,
    /// Where it was made.
    pub origin: Origin,
    /// What goes.
    pub used: Reference,
}

/// What stays in the state after although it uses something that goes: the server lets go of no
/// column under a view. A person has to say what becomes of it.
pub fn obstacles(before: &Schema, after: &Schema) -> Vec<Obstacle> {
    let mut found = Found {
        gone: Gone { before, after },
        list: Vec::new(),
    };
    for (name, view) in &after.views {
        found.note(view_object(name, view), view.origin, &view.query.uses);
        for rule in &view.rules {
            let object = Object::Rule(name, &rule.name);
            found.note(object, rule.origin, &rule.definition.uses);
        }
    }
    for (key, function) in &after.functions {
        // Of another language the server does not look into the body.
        if function.sql_body || function.language == "sql" {
            found.note(
                routine_object(key, function),
                function.origin,
                &function.uses,
            );
        }
    }
    for (name, table) in &after.tables {
        found.table(name, table);
    }
    for (name, publication) in &after.publications {
        for (table, published) in &publication.tables {
            let columns = published.columns.iter();
            let mut uses: Vec<Reference> = columns
                .map(|column| Reference::Column(table.clone(), column.clone()))
                .collect();
            uses.extend(published.filter.iter().flat_map(|it| it.uses.clone()));
            found.note(Object::Publication(name), publication.origin, &uses);
        }
    }
    found.list
}

/// Takes away what goes along with a column or a table: the server drops checks, indexes,
/// statistics, published tables and privileges with it. Indexes that the file asks for stay.
pub(crate) fn take_along(complete: &mut Schema, wanted: &Schema, history: &Schema) {
    let after = complete.clone();
    let gone = Gone {
        before: history,
        after: &after,
    };
    for (name, table) in &mut complete.tables {
        if !history.tables.contains_key(name) {
            continue;
        }
        table.constraints.retain(|it| !gone.constraint(name, it));
        for index in &mut table.indexes {
            index.include.retain(|column| !gone.column(name, column));
        }
        let asked = wanted.tables.get(name);
        table.indexes.retain(|index| {
            asked.is_some_and(|it| it.index(&index.name).is_some()) || !gone.index(name, index)
        });
        let granted = &mut table.privileges.granted;
        granted.retain(|grant| {
            !grant
                .column
                .as_ref()
                .is_some_and(|it| gone.column(name, it))
        });
    }
    complete.statistics.retain(|_, it| {
        let mut columns = it.columns.iter();
        !gone.relation(&it.table)
            && !columns.any(|column| gone.column(&it.table, column))
            && !it.expressions.iter().any(|it| gone.under(it))
    });
    for publication in complete.publications.values_mut() {
        publication.tables.retain(|name, _| !gone.relation(name));
    }
}

/// Two states, of which the second lacks something.
struct Gone<'a> {
    before: &'a Schema,
    after: &'a Schema,
}

impl Gone<'_> {
    fn relation(&self, name: &QualifiedName) -> bool {
        self.before.tables.contains_key(name)
            && !self.after.tables.contains_key(name)
            && !self.after.views.contains_key(name)
    }

    /// A column of a table that stays.
    fn column(&self, table: &QualifiedName, column: &str) -> bool {
        let has = |schema: &Schema| Some(schema.tables.get(table)?.column(column).is_some());
        has(self.before) == Some(true) && has(self.after) == Some(false)
    }

    fn has(&self, used: &Reference) -> bool {
        match used {
            Reference::Relation(name) => self.relation(name),
            Reference::Column(table, column) => self.column(table, column),
            Reference::Type(name) => {
                let after = self.after;
                self.before.enums.contains_key(name)
                    && !after.enums.contains_key(name)
                    && !after.domains.contains_key(name)
                    && !after.composites.contains_key(name)
            }
            Reference::Function(_) => false,
        }
    }

    fn under(&self, expression: &Expression) -> bool {
        expression.uses.iter().any(|it| self.has(it))
    }

    fn element(&self, table: &QualifiedName, element: &IndexElement) -> bool {
        match &element.key {
            IndexKey::Column(column) => self.column(table, column),
            IndexKey::Expression(expression) => self.under(expression),
        }
    }

    fn index(&self, table: &QualifiedName, index: &Index) -> bool {
        let mut elements = index.elements.iter();
        elements.any(|it| self.element(table, it))
            || index.predicate.iter().any(|it| self.under(it))
    }

    fn constraint(&self, table: &QualifiedName, constraint: &Constraint) -> bool {
        match constraint {
            Constraint::Check(check) => self.under(&check.expression),
            Constraint::Exclusion(exclusion) => {
                let mut elements = exclusion.elements.iter();
                elements.any(|(it, _)| self.element(table, it))
                    || exclusion.predicate.iter().any(|it| self.under(it))
            }
            // These are the file's.
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => false,
        }
    }
}

/// The obstacles so far.
struct Found<'a> {
    gone: Gone<'a>,
    list: Vec<Obstacle>,
}

impl Found<'_> {
    /// An object names each thing once: the table where it goes as a whole, else its columns.
    fn note(&mut self, object: Object<'_>, origin: Origin, uses: &[Reference]) {
        for used in uses.iter().filter(|it| self.gone.has(it)) {
            self.list.push(Obstacle {
                object: object.to_string(),
                origin,
                used: used.clone(),
            });
        }
    }

    fn table(&mut self, name: &QualifiedName, table: &Table) {
        for policy in &table.policies {
            let expressions = policy.using.iter().chain(&policy.check);
            let mut uses: Vec<Reference> = expressions.flat_map(|it| it.uses.clone()).collect();
            uses.sort_unstable();
            uses.dedup();
            self.note(Object::Policy(name, &policy.name), policy.origin, &uses);
        }
        for trigger in table.triggers.iter().filter(|it| !it.inherited) {
            let columns = trigger.update_columns.iter();
            let mut uses: Vec<Reference> = columns
                .map(|column| Reference::Column(name.clone(), column.clone()))
                .collect();
            uses.extend(trigger.condition.iter().flat_map(|it| it.uses.clone()));
            self.note(Object::Trigger(name, &trigger.name), trigger.origin, &uses);
        }
        for rule in &table.rules {
            let object = Object::Rule(name, &rule.name);
            self.note(object, rule.origin, &rule.definition.uses);
        }
        for column in table.columns.iter().filter(|it| !it.inherited) {
            if let Some(generated) = &column.generated {
                let object = Object::Column(name, &column.name);
                self.note(object, column.origin, &generated.expression.uses);
            }
        }
    }
}
