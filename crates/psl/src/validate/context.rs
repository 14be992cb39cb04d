//! What the stages share: the datamodel under construction, what each part of it was read from,
//! and the findings.

use std::collections::HashMap;

use diag::{Code, Diagnostic, Severity, Sources, Span};

use super::relations::Inferred;
use super::suggest::Suggester;
use crate::datamodel::{
    Datamodel, EnumId, Field, FieldId, FieldRef, Model, ModelId, PreviewFeature, ReferentialAction,
    RelationField,
};
use crate::syntax::ast::{self, Ast, Attribute, Expression};

/// The state of a validation.
pub(super) struct Context<'a> {
    /// The texts, to quote from.
    pub(super) sources: &'a Sources,
    /// What was written.
    pub(super) ast: &'a Ast<'a>,
    /// What it means, as far as that is known.
    pub(super) datamodel: Datamodel,
    /// What each model of the datamodel was read from.
    pub(super) drafts: Vec<Draft<'a>>,
    /// What each enum of the datamodel was read from.
    pub(super) enums: Vec<&'a ast::Enum<'a>>,
    /// What the names of blocks refer to.
    pub(super) names: HashMap<&'a str, Block>,
    /// The relations, complete or not.
    pub(super) inferred: Vec<Inferred>,
    /// Where `schemas` stands in the datasource.
    pub(super) schemas_span: Option<Span>,
    /// Where `extensions` stands in the datasource.
    pub(super) extensions_span: Option<Span>,
    /// Finds near misses of names.
    pub(super) suggester: Suggester,
    findings: Vec<Diagnostic>,
    errors: usize,
}

/// What the name of a block refers to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Block {
    /// A model or view.
    Model(ModelId),
    /// An enum.
    Enum(EnumId),
    /// A composite type: reported where it is declared.
    CompositeType,
}

/// What a model was read from, beside what the datamodel holds.
pub(super) struct Draft<'a> {
    /// Its block.
    pub(super) ast: &'a ast::Model<'a>,
    /// Its fields by name; the last where a name occurs twice.
    pub(super) fields: HashMap<&'a str, FieldId>,
    /// What the primary key was read from.
    pub(super) primary_key: Option<KeyDraft<'a>>,
    /// What each index of the model was read from.
    pub(super) indexes: Vec<KeyDraft<'a>>,
    /// What each field was read from, beside its block line.
    pub(super) notes: Vec<FieldDraft<'a>>,
    /// `@@shardKey` and `@shardKey`.
    pub(super) shard_keys: Vec<&'a Attribute<'a>>,
    /// The columns that `@map` names, with the last field that has each.
    pub(super) columns: HashMap<String, FieldId>,
}

/// What a key or index was read from.
#[derive(Clone)]
pub(super) struct KeyDraft<'a> {
    /// The attribute.
    pub(super) attribute: &'a Attribute<'a>,
    /// Whether it is `@@fulltext`.
    pub(super) fulltext: bool,
    /// Whether a field has `length`, which PostgreSQL does not know.
    pub(super) length: bool,
    /// Whether `clustered` is given, which PostgreSQL does not know.
    pub(super) clustered: bool,
    /// Where `where` stands, if it is given.
    pub(super) predicate: Option<Span>,
}

/// What a field was read from.
#[derive(Default, Clone)]
pub(super) struct FieldDraft<'a> {
    /// Whether its type is not known: nothing more is said of it then.
    pub(super) unknown: bool,
    /// `@db.…`
    pub(super) native: Option<&'a Attribute<'a>>,
    /// `@default`, with its value.
    pub(super) default: Option<(&'a Attribute<'a>, &'a Expression<'a>)>,
    /// `map` of `@default`.
    pub(super) default_map: bool,
    /// `@relation`
    pub(super) relation: RelationDraft<'a>,
}

/// What a side of a relation was read from.
#[derive(Default, Clone)]
pub(super) struct RelationDraft<'a> {
    /// The attribute.
    pub(super) attribute: Option<&'a Attribute<'a>>,
    /// `fields`, even if it is empty.
    pub(super) fields: Option<&'a Expression<'a>>,
    /// `references`, even if it is empty.
    pub(super) references: Option<&'a Expression<'a>>,
    /// `onDelete`
    pub(super) on_delete: Option<(ReferentialAction, Span)>,
    /// `onUpdate`
    pub(super) on_update: Option<(ReferentialAction, Span)>,
}

impl<'a> Context<'a> {
    /// The state before the first stage.
    pub(super) fn new(sources: &'a Sources, ast: &'a Ast<'a>) -> Self {
        Self {
            sources,
            ast,
            datamodel: Datamodel::default(),
            drafts: Vec::new(),
            enums: Vec::new(),
            names: HashMap::new(),
            inferred: Vec::new(),
            schemas_span: None,
            extensions_span: None,
            suggester: Suggester::default(),
            findings: Vec::new(),
            errors: 0,
        }
    }

    /// Adds a finding.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.errors += usize::from(finding.severity == Severity::Error);
        self.findings.push(finding);
    }

    /// Adds an error that needs no more than a place.
    pub(super) fn error(&mut self, code: &'static Code, message: impl Into<String>, span: Span) {
        self.push(Diagnostic::error(code, message).at(span, ""));
    }

    /// Whether there are errors.
    pub(super) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// The results: the datamodel keeps only its configuration when there are errors.
    pub(super) fn finish(mut self, syntax_errors: bool) -> (Datamodel, Vec<Diagnostic>) {
        Diagnostic::sort(&mut self.findings, self.sources);
        if syntax_errors || self.errors > 0 {
            self.datamodel.models.clear();
            self.datamodel.enums.clear();
            self.datamodel.relations.clear();
        }
        (self.datamodel, self.findings)
    }

    /// Whether a generator asks for a preview feature.
    pub(super) fn has_preview(&self, feature: PreviewFeature) -> bool {
        self.datamodel
            .generators
            .iter()
            .any(|generator| generator.preview_features.contains(&feature))
    }

    /// A model of the datamodel.
    pub(super) fn model(&self, id: ModelId) -> &Model {
        &self.datamodel[id]
    }

    /// What a model was read from.
    pub(super) fn draft(&self, id: ModelId) -> &Draft<'a> {
        &self.drafts[id.0 as usize]
    }

    /// What a model was read from, to add to it.
    pub(super) fn draft_mut(&mut self, id: ModelId) -> &mut Draft<'a> {
        &mut self.drafts[id.0 as usize]
    }

    /// A model of the datamodel, to add to it.
    pub(super) fn model_mut(&mut self, id: ModelId) -> &mut Model {
        &mut self.datamodel.models[id.0 as usize]
    }

    /// A field of the datamodel.
    pub(super) fn field(&self, field: FieldRef) -> &Field {
        self.datamodel.field(field)
    }

    /// A field of the datamodel, to add to it.
    pub(super) fn field_mut(&mut self, field: FieldRef) -> &mut Field {
        &mut self.model_mut(field.model).fields[field.field.0 as usize]
    }

    /// What a field was read from.
    pub(super) fn notes(&self, field: FieldRef) -> &FieldDraft<'a> {
        &self.draft(field.model).notes[field.field.0 as usize]
    }

    /// What a field was read from, to add to it.
    pub(super) fn notes_mut(&mut self, field: FieldRef) -> &mut FieldDraft<'a> {
        &mut self.draft_mut(field.model).notes[field.field.0 as usize]
    }

    /// The block line of a field.
    pub(super) fn field_ast(&self, field: FieldRef) -> &'a ast::Field<'a> {
        let model = self.draft(field.model).ast;
        &model.fields[field.field.0 as usize]
    }

    /// What is said of the relation of a field; `None` for a column.
    pub(super) fn relation(&self, field: FieldRef) -> Option<&RelationField> {
        self.field(field).relation()
    }

    /// The ids of all models and views.
    pub(super) fn model_ids(&self) -> impl Iterator<Item = ModelId> + use<> {
        (0..self.datamodel.models.len() as u32).map(ModelId)
    }

    /// The fields of a model.
    pub(super) fn field_refs(&self, model: ModelId) -> impl Iterator<Item = FieldRef> + use<> {
        (0..self.model(model).fields.len() as u32).map(move |field| FieldRef {
            model,
            field: FieldId(field),
        })
    }

    /// A field's name with its model's: `User.email`.
    pub(super) fn path(&self, field: FieldRef) -> String {
        format!(
            "{}.{}",
            self.model(field.model).name.text,
            self.field(field).name.text
        )
    }

    /// The names of some fields of a model in backticks, joined by commas: for a sentence.
    pub(super) fn field_names(&self, model: ModelId, fields: &[FieldId]) -> String {
        let names: Vec<String> = fields
            .iter()
            .map(|field| format!("`{}`", self.model(model)[*field].name.text))
            .collect();
        names.join(", ")
    }

    /// The names of some fields of a model, joined by commas: as a list in the schema.
    pub(super) fn field_list(&self, model: ModelId, fields: &[FieldId]) -> String {
        let names: Vec<&str> = fields
            .iter()
            .map(|field| self.model(model)[*field].name.text.as_str())
            .collect();
        names.join(", ")
    }
}

impl<'a> KeyDraft<'a> {
    /// What is known of any attribute.
    pub(super) fn new(attribute: &'a Attribute<'a>) -> Self {
        Self {
            attribute,
            fulltext: false,
            length: false,
            clustered: false,
            predicate: None,
        }
    }
}
