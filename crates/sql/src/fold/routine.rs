//! Functions under other names.

use schema::QualifiedName;

use super::Fold;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    /// `ALTER FUNCTION … RENAME TO` and `SET SCHEMA`; whether the statement is of a function.
    pub(super) fn move_function(&mut self, node: Node<'_>, to_schema: bool) -> bool {
        let Some(routine) = node.find(s::FUNCTION_WITH_ARGTYPES) else {
            return false;
        };
        let name = Name::read(routine.find(s::FUNC_NAME).unwrap_or(routine));
        let to = node.children().last().map(identifier);
        let (Some(old), Some(to)) = (self.found(&name, |name| self.has_function(name)), to) else {
            return true;
        };
        let new = if to_schema {
            QualifiedName::new(to, &old.name)
        } else {
            QualifiedName::new(&old.schema, to)
        };
        let arguments = routine.find(s::FUNC_ARGS);
        let signature = arguments.map(|arguments| self.signature(arguments));
        let functions = std::mem::take(&mut self.schema.functions);
        for ((known, types), function) in functions {
            let meant = known == old && signature.as_ref().is_none_or(|only| *only == types);
            let name = if meant { new.clone() } else { known };
            self.schema.functions.insert((name, types), function);
        }
        for table in self.schema.tables.values_mut() {
            let triggers = table.triggers.iter_mut();
            for trigger in triggers.filter(|trigger| trigger.function == old) {
                trigger.function = new.clone();
            }
        }
        true
    }
}
