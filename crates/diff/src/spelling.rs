//! Differences that may be nothing but two spellings of one expression.

use schema::{
    Column, Constraint, Domain, Expression, Function, Index, IndexElement, IndexKey, Other, Policy,
    Publication, Rule, Statistics, Trigger, View,
};

use crate::Difference;

/// Something that holds expressions.
pub trait Spelled: Clone + PartialEq {
    /// Does something with each of its expressions.
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression));
}

/// Whether two things are the same in everything but the text of their expressions, of which they
/// have the same number.
pub fn same_but_expressions<T: Spelled>(before: &T, after: &T) -> bool {
    let blank = |it: &T| {
        let mut it = it.clone();
        let mut count = 0_usize;
        it.each(&mut |expression| {
            *expression = Expression::default();
            count += 1;
        });
        (it, count)
    };
    let ((before, some), (after, others)) = (blank(before), blank(after));
    before == after && some == others
}

impl<T: Spelled> Difference<'_, T> {
    /// Whether it is a change of nothing but the text of expressions.
    pub fn differs_in_expressions(self) -> bool {
        match self {
            Difference::Changed { before, after } => same_but_expressions(before, after),
            Difference::Added(_) | Difference::Gone(_) => false,
        }
    }
}

impl Spelled for Column {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        self.default.iter_mut().for_each(&mut *work);
        let generated = self.generated.iter_mut();
        generated.for_each(|it| work(&mut it.expression));
    }
}

impl Spelled for Constraint {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        match self {
            Self::Check(check) => work(&mut check.expression),
            Self::Exclusion(exclusion) => {
                for (element, _) in &mut exclusion.elements {
                    of_element(element, work);
                }
                exclusion.predicate.iter_mut().for_each(work);
            }
            Self::PrimaryKey(_) | Self::Unique(_) | Self::ForeignKey(_) => {}
        }
    }
}

fn of_element(element: &mut IndexElement, work: &mut dyn FnMut(&mut Expression)) {
    match &mut element.key {
        IndexKey::Expression(expression) => work(expression),
        IndexKey::Column(_) => {}
    }
}

impl Spelled for Index {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        for element in &mut self.elements {
            of_element(element, work);
        }
        self.predicate.iter_mut().for_each(work);
    }
}

impl Spelled for Domain {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        self.default.iter_mut().for_each(&mut *work);
        let checks = self.checks.iter_mut();
        checks.for_each(|it| work(&mut it.expression));
    }
}

impl Spelled for View {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        work(&mut self.query);
        for column in &mut self.columns {
            column.default.iter_mut().for_each(&mut *work);
        }
    }
}

impl Spelled for Function {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        for argument in &mut self.arguments {
            argument.default.iter_mut().for_each(&mut *work);
        }
        // What the server reads as SQL it prints in its own way.
        if self.sql_body {
            let mut body = Expression::new(std::mem::take(&mut self.body));
            work(&mut body);
            self.body = body.sql;
        }
    }
}

impl Spelled for Trigger {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        self.condition.iter_mut().for_each(work);
    }
}

impl Spelled for Policy {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        self.using.iter_mut().for_each(&mut *work);
        self.check.iter_mut().for_each(work);
    }
}

impl Spelled for Rule {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        work(&mut self.definition);
    }
}

impl Spelled for Statistics {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        self.expressions.iter_mut().for_each(work);
    }
}

impl Spelled for Publication {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        for table in self.tables.values_mut() {
            table.filter.iter_mut().for_each(&mut *work);
        }
    }
}

impl Spelled for Other {
    fn each(&mut self, work: &mut dyn FnMut(&mut Expression)) {
        work(&mut self.definition);
    }
}
