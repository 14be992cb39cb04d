//! Tasks of objects that are neither tables nor enums nor sequences.

use schema::{
    Expression, Function, Index, IndexKey, Policy, Publication, QualifiedName, Range, Rule,
    Statistics, Trigger, Type,
};

use super::{Context, Task};
use crate::object::{Difference, Object, ObjectChange};
use crate::thing::Thing;
use crate::{Stage, sql};

/// What is run for a change, and how it hangs together with others.
pub(super) fn tasks(ctx: &Context<'_>, change: ObjectChange<'_>) -> Vec<Task> {
    let task = Task::new(Stage::of_object(change), sql::of_object(change));
    let thing = thing(change.object());
    // What is made needs its own uses, what goes lets go of them, and what changes does both.
    let task = match before(ctx, change) {
        Some(uses) => task.frees(uses),
        None => task.makes(thing.clone()),
    };
    let mut task = match after(ctx, change) {
        Some(uses) => task.needs(uses),
        None => task.takes(thing.clone()),
    };
    if has_literals(change) {
        let values = ctx.new_values(&task.sql);
        task = task.committed(values);
    }
    if let ObjectChange::Comment { .. } | ObjectChange::Privileges { .. } = change {
        task.makes.clear();
        task.takes.clear();
        task = task.needs(thing);
    }
    vec![task]
}

/// Whether the server looks at the values of enums that stand in the text.
fn has_literals(change: ObjectChange<'_>) -> bool {
    if let ObjectChange::Function(_, it) = change {
        let after = it.after();
        return after.is_some_and(|it| it.sql_body || it.language == "sql");
    }
    !matches!(change, ObjectChange::Comment { .. })
}

/// What of the state before a change lets go of; `None` where nothing was there.
fn before(ctx: &Context<'_>, change: ObjectChange<'_>) -> Option<Vec<Thing>> {
    use ObjectChange as It;
    match change {
        It::Comment { .. } | It::Privileges { .. } => Some(Vec::new()),
        It::Schema(_, it) => it.before().map(|_| Vec::new()),
        It::Extension(_, it) => it.before().map(|it| schema_of(it.schema.as_deref())),
        It::Domain(name, it) => it.before().map(|it| domain(ctx, name, it)),
        It::Composite(name, it) => it.before().map(|it| composite(name, it)),
        It::Range(name, it) => it.before().map(|it| range(name, it)),
        It::View(name, it) => it.before().map(|it| view(ctx, name, it)),
        It::ViewIndex(name, it) => it.before().map(|it| index(ctx, name, it)),
        It::Function((name, _), it) => it.before().map(|it| function(ctx, name, it)),
        It::Trigger(table, it) => it.before().map(|it| trigger(ctx, table, it)),
        It::Policy(table, it) => it.before().map(|it| policy(ctx, table, it)),
        It::Rule(table, it) => it.before().map(|it| rule(ctx, table, it)),
        It::EventTrigger(_, it) => it.before().map(|it| vec![called(&it.function)]),
        It::Statistics(name, it) => it.before().map(|it| statistics(ctx, name, it)),
        It::Publication(_, it) => it.before().map(|it| publication(ctx, it)),
        It::Other(_, it) => it.before().map(|it| ctx.uses(&it.definition)),
        It::DefaultPrivilege(it) => it.before().map(|it| schema_of(it.schema.as_deref())),
    }
}

/// What of the state after a change needs; `None` where nothing is there any more.
fn after(ctx: &Context<'_>, change: ObjectChange<'_>) -> Option<Vec<Thing>> {
    use ObjectChange as It;
    // Both sides are asked the same questions.
    let made = match change {
        It::Schema(name, it) => It::Schema(name, turned(it)),
        It::Extension(name, it) => It::Extension(name, turned(it)),
        It::Domain(name, it) => It::Domain(name, turned(it)),
        It::Composite(name, it) => It::Composite(name, turned(it)),
        It::Range(name, it) => It::Range(name, turned(it)),
        It::View(name, it) => It::View(name, turned(it)),
        It::ViewIndex(name, it) => It::ViewIndex(name, turned(it)),
        It::Function(key, it) => It::Function(key, turned(it)),
        It::Trigger(table, it) => It::Trigger(table, turned(it)),
        It::Policy(table, it) => It::Policy(table, turned(it)),
        It::Rule(table, it) => It::Rule(table, turned(it)),
        It::EventTrigger(name, it) => It::EventTrigger(name, turned(it)),
        It::Statistics(name, it) => It::Statistics(name, turned(it)),
        It::Publication(name, it) => It::Publication(name, turned(it)),
        It::Other(key, it) => It::Other(key, turned(it)),
        It::DefaultPrivilege(it) => It::DefaultPrivilege(turned(it)),
        It::Comment { .. } | It::Privileges { .. } => change,
    };
    before(ctx, made)
}

/// The difference the other way round.
fn turned<T>(difference: Difference<'_, T>) -> Difference<'_, T> {
    match difference {
        Difference::Added(it) => Difference::Gone(it),
        Difference::Changed { before, after } => Difference::Changed {
            before: after,
            after: before,
        },
        Difference::Gone(it) => Difference::Added(it),
    }
}

fn called(function: &QualifiedName) -> Thing {
    Thing::Function(function.clone())
}

fn schema_of(name: Option<&str>) -> Vec<Thing> {
    name.map(|name| Thing::Schema(name.to_owned()))
        .into_iter()
        .collect()
}

fn types<'a>(types: impl IntoIterator<Item = &'a Type>) -> impl Iterator<Item = Thing> {
    types.into_iter().filter_map(Thing::of_type)
}

fn expressions<'a>(
    ctx: &Context<'_>,
    list: impl IntoIterator<Item = &'a Expression>,
) -> Vec<Thing> {
    list.into_iter().flat_map(|it| ctx.uses(it)).collect()
}

fn domain(ctx: &Context<'_>, name: &QualifiedName, it: &schema::Domain) -> Vec<Thing> {
    let checks = it.checks.iter().map(|check| &check.expression);
    let mut uses = expressions(ctx, it.default.iter().chain(checks));
    uses.extend(schema_of(Some(&name.schema)));
    uses.extend(types([&it.base]));
    uses
}

fn composite(name: &QualifiedName, it: &schema::Composite) -> Vec<Thing> {
    let mut uses = schema_of(Some(&name.schema));
    uses.extend(types(it.attributes.iter().map(|it| &it.ty)));
    uses
}

fn range(name: &QualifiedName, it: &Range) -> Vec<Thing> {
    let mut uses = schema_of(Some(&name.schema));
    uses.extend(types([&it.subtype]));
    uses.extend(it.canonical.iter().chain(&it.subtype_diff).map(called));
    uses
}

fn view(ctx: &Context<'_>, name: &QualifiedName, it: &schema::View) -> Vec<Thing> {
    let defaults = it.columns.iter().filter_map(|it| it.default.as_ref());
    let mut uses = expressions(ctx, [&it.query].into_iter().chain(defaults));
    uses.extend(schema_of(Some(&name.schema)));
    uses.retain(|it| *it != Thing::Relation(name.clone()));
    uses
}

fn index(ctx: &Context<'_>, view: &QualifiedName, it: &Index) -> Vec<Thing> {
    let keys = it.elements.iter().filter_map(|it| match &it.key {
        IndexKey::Expression(expression) => Some(expression),
        IndexKey::Column(_) => None,
    });
    let mut uses = expressions(ctx, keys.chain(&it.predicate));
    uses.push(Thing::Relation(view.clone()));
    uses
}

fn function(ctx: &Context<'_>, name: &QualifiedName, it: &Function) -> Vec<Thing> {
    let mut uses = schema_of(Some(&name.schema));
    uses.extend(types(it.arguments.iter().map(|it| &it.ty)));
    uses.extend(ctx.uses_of(&[], it.returns.as_deref().unwrap_or_default()));
    let defaults = it.arguments.iter().filter_map(|it| it.default.as_ref());
    uses.extend(expressions(ctx, defaults));
    let body = ctx.uses_of(&it.uses, &it.body);
    // The names in a body of another language are looked up when it runs.
    let checked = it.sql_body || it.language == "sql";
    let is_type = |thing: &Thing| matches!(thing, Thing::Type(_));
    uses.extend(body.into_iter().filter(|thing| checked || is_type(thing)));
    uses.retain(|it| *it != Thing::Function(name.clone()));
    uses
}

fn trigger(ctx: &Context<'_>, table: &QualifiedName, it: &Trigger) -> Vec<Thing> {
    let condition = it.condition.iter();
    let mut uses: Vec<Thing> = condition.flat_map(|it| ctx.uses_in(table, it)).collect();
    uses.push(Thing::Relation(table.clone()));
    uses.push(called(&it.function));
    uses.extend(it.constraint_table.clone().map(Thing::Relation));
    let columns = it.update_columns.iter();
    uses.extend(columns.map(|column| Thing::column(table, column)));
    uses
}

fn policy(ctx: &Context<'_>, table: &QualifiedName, it: &Policy) -> Vec<Thing> {
    let expressions = it.using.iter().chain(&it.check);
    let mut uses: Vec<Thing> = expressions.flat_map(|it| ctx.uses_in(table, it)).collect();
    uses.push(Thing::Relation(table.clone()));
    uses
}

fn rule(ctx: &Context<'_>, table: &QualifiedName, it: &Rule) -> Vec<Thing> {
    let mut uses = ctx.uses_in(table, &it.definition);
    uses.push(Thing::Relation(table.clone()));
    uses
}

fn statistics(ctx: &Context<'_>, name: &QualifiedName, it: &Statistics) -> Vec<Thing> {
    let mut uses = expressions(ctx, &it.expressions);
    uses.extend(schema_of(Some(&name.schema)));
    uses.push(Thing::Relation(it.table.clone()));
    let columns = it.columns.iter();
    uses.extend(columns.map(|column| Thing::column(&it.table, column)));
    uses
}

fn publication(ctx: &Context<'_>, it: &Publication) -> Vec<Thing> {
    let mut uses: Vec<Thing> = it.schemas.iter().cloned().map(Thing::Schema).collect();
    for (name, table) in &it.tables {
        uses.push(Thing::Relation(name.clone()));
        uses.extend(table.columns.iter().map(|it| Thing::column(name, it)));
        uses.extend(expressions(ctx, &table.filter));
    }
    uses
}

/// The thing that an object is; rules for new objects are none.
fn thing(object: Object<'_>) -> Option<Thing> {
    let part = |kind, table: &QualifiedName, name: &str| {
        Some(Thing::Part(kind, table.clone(), name.to_owned()))
    };
    let global = |kind, name: &str| part(kind, &QualifiedName::default(), name);
    match object {
        Object::Schema(name) => Some(Thing::Schema(name.to_owned())),
        Object::Extension(name) => Some(Thing::Extension(name.to_owned())),
        Object::Enum(name)
        | Object::Domain(name)
        | Object::Composite(name)
        | Object::Range(name) => Some(Thing::Type(name.clone())),
        Object::Sequence(name)
        | Object::Table(name)
        | Object::ForeignTable(name)
        | Object::View(name)
        | Object::MaterializedView(name) => Some(Thing::Relation(name.clone())),
        Object::Column(table, name) => Some(Thing::column(table, name)),
        Object::Constraint(table, name) => Some(Thing::Constraint(table.clone(), name.to_owned())),
        Object::Index(table, name) => {
            Some(Thing::Relation(QualifiedName::new(&table.schema, name)))
        }
        Object::Routine(_, name, _) => Some(called(name)),
        Object::Statistics(name) => part("statistics", name, ""),
        Object::DomainConstraint(domain, _) => Some(Thing::Type(domain.clone())),
        Object::Trigger(table, name) => part("trigger", table, name),
        Object::Policy(table, name) => part("policy", table, name),
        Object::Rule(table, name) => part("rule", table, name),
        Object::EventTrigger(name) => global("event trigger", name),
        Object::Publication(name) => global("publication", name),
        Object::Other(_, name) => global("other", name),
        Object::DefaultPrivilege(_) => None,
    }
}
