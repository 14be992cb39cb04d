//! Relations that change each other in a circle. Without foreign keys the client does what
//! `onDelete` and `onUpdate` say, and must not go round and round.

use diag::Diagnostic;

use super::super::context::Context;
use super::super::relations::{self, Shape};
use crate::codes;
use crate::datamodel::{FieldRef, ModelId, ReferentialAction, RelationMode};

/// A relation that changes the rows of its first model when those of its second change.
struct Edge {
    forward: FieldRef,
    from: usize,
    to: usize,
}

/// Reports every relation from which a circle can be reached that comes back to its own model, or
/// that a model makes with itself.
pub(super) fn check(ctx: &mut Context<'_>) {
    if ctx.datamodel.relation_mode() == RelationMode::ForeignKeys {
        return;
    }
    let edges = edges(ctx);
    let components = components(ctx.datamodel.models.len(), &edges);
    let reaches_itself = reaching_loops(ctx.datamodel.models.len(), &edges);
    for edge in &edges {
        let itself = edge.from == edge.to;
        if itself || components[edge.from] == components[edge.to] || reaches_itself[edge.to] {
            report(ctx, edge, itself);
        }
    }
}

fn report(ctx: &mut Context<'_>, edge: &Edge, itself: bool) {
    let (on_delete, on_update) = (
        relations::on_delete(ctx, edge.forward),
        relations::on_update(ctx, edge.forward),
    );
    let message = if itself {
        format!("`{}` changes rows of its own model", ctx.path(edge.forward))
    } else {
        format!(
            "`{}` is part of a circle of relations that change each other",
            ctx.path(edge.forward)
        )
    };
    let finding = Diagnostic::error(&codes::REFERENTIAL_CYCLE, message)
        .at(ctx.field(edge.forward).span, "")
        .note(format!(
            "`onDelete` is `{}` and `onUpdate` is `{}`",
            on_delete.name(),
            on_update.name()
        ))
        .help("set both to `Restrict` on one relation of the circle");
    ctx.push(finding);
}

fn edges(ctx: &Context<'_>) -> Vec<Edge> {
    let changes = |action: ReferentialAction| {
        !matches!(
            action,
            ReferentialAction::NoAction | ReferentialAction::Restrict
        )
    };
    ctx.inferred
        .iter()
        .filter(|relation| !matches!(relation.shape, Shape::ManyToMany { .. }))
        .filter_map(|relation| Some((relation.a()?, relation.b()?.model)))
        .filter(|(forward, _)| {
            changes(relations::on_delete(ctx, *forward))
                || changes(relations::on_update(ctx, *forward))
        })
        .map(|(forward, ModelId(to))| Edge {
            forward,
            from: forward.model.0 as usize,
            to: to as usize,
        })
        .collect()
}

/// For each model the number of its strongly connected component (Kosaraju): two models have the
/// same when each can be reached from the other.
fn components(models: usize, edges: &[Edge]) -> Vec<usize> {
    let mut forward = vec![Vec::new(); models];
    let mut backward = vec![Vec::new(); models];
    for edge in edges {
        forward[edge.from].push(edge.to);
        backward[edge.to].push(edge.from);
    }
    let mut order = Vec::with_capacity(models);
    let mut seen = vec![false; models];
    for start in 0..models {
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 && std::mem::replace(&mut seen[node], true) {
                continue;
            }
            if let Some(target) = forward[node].get(next) {
                stack.push((node, next + 1));
                if !seen[*target] {
                    stack.push((*target, 0));
                }
            } else {
                order.push(node);
            }
        }
    }
    let mut component = vec![usize::MAX; models];
    for (number, start) in order.into_iter().rev().enumerate() {
        let mut stack = vec![start];
        while let Some(node) = stack.pop() {
            if component[node] == usize::MAX {
                component[node] = number;
                stack.extend(&backward[node]);
            }
        }
    }
    component
}

/// For each model whether one that refers to itself can be reached from it.
fn reaching_loops(models: usize, edges: &[Edge]) -> Vec<bool> {
    let mut backward = vec![Vec::new(); models];
    let mut reaching = vec![false; models];
    let mut stack = Vec::new();
    for edge in edges {
        backward[edge.to].push(edge.from);
        if edge.from == edge.to {
            stack.push(edge.from);
        }
    }
    while let Some(node) = stack.pop() {
        if !std::mem::replace(&mut reaching[node], true) {
            stack.extend(&backward[node]);
        }
    }
    reaching
}
