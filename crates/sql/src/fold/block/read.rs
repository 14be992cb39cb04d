//! The flow of a block of PL/pgSQL: what runs when, without a look into its statements.

use std::ops::Range;

use lexer::{Kind, Token};

/// How deep blocks and conditions may nest.
const DEPTH: usize = 50;

/// Something that a block does. The ranges are those of the block's text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// A statement of SQL, or one of PL/pgSQL's own that is no more than a line.
    Line(Range<usize>),
    /// `IF`: conditions in order, each with what it guards; and what else is done. Of `CASE` the
    /// conditions are not kept.
    Choice {
        arms: Vec<(Option<Range<usize>>, Vec<Item>)>,
        otherwise: Vec<Item>,
    },
    /// What is repeated, and what stands before `LOOP`.
    Loop { head: Range<usize>, body: Vec<Item> },
    /// A block inside.
    Block(Block),
}

/// `DECLARE … BEGIN … EXCEPTION … END`
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Block {
    /// The variables with their first values.
    pub(super) variables: Vec<(String, Option<Range<usize>>)>,
    pub(super) body: Vec<Item>,
    /// What is done when something fails.
    pub(super) handlers: Vec<Vec<Item>>,
}

/// Reads a block; `None` where its form is not understood.
pub(super) fn read(text: &str) -> Option<Block> {
    let tokens: Vec<Token> = lexer::tokens(text)
        .filter(|token| !token.kind.is_trivia())
        .collect();
    let mut reader = Reader {
        text,
        tokens,
        at: 0,
        depth: 0,
    };
    reader.label();
    reader.block()
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn word_at(&self, at: usize) -> String {
        match self.tokens.get(at) {
            Some(token) if token.kind == Kind::Word => token.text(self.text).to_ascii_lowercase(),
            Some(token) if matches!(token.kind, Kind::Symbol(_)) => {
                token.text(self.text).to_owned()
            }
            Some(_) | None => String::new(),
        }
    }

    fn word(&self) -> String {
        self.word_at(self.at)
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.word() == word;
        self.at += usize::from(found);
        found
    }

    /// `<<name>>`
    fn label(&mut self) {
        let is = |token: Option<&Token>, text: &str| {
            token.is_some_and(|token| token.text(self.text) == text)
        };
        if is(self.tokens.get(self.at), "<<") && is(self.tokens.get(self.at + 2), ">>") {
            self.at += 3;
        }
    }

    fn block(&mut self) -> Option<Block> {
        let mut block = Block::default();
        if self.eat("declare") {
            while self.word() != "begin" {
                let line = self.until(|word| word == ";")?;
                self.eat(";");
                block.variables.extend(self.variable(&line));
            }
        }
        if !self.eat("begin") {
            return None;
        }
        block.body = self.items(&["end", "exception"])?;
        if self.eat("exception") {
            while self.eat("when") {
                self.until(|word| word == "then")?;
                self.eat("then");
                block.handlers.push(self.items(&["when", "end"])?);
            }
        }
        if !self.eat("end") {
            return None;
        }
        self.until(|word| word == ";");
        self.eat(";");
        Some(block)
    }

    /// `name type := value`
    fn variable(&self, line: &Range<usize>) -> Option<(String, Option<Range<usize>>)> {
        let text = self.text.get(line.clone())?;
        let mut tokens = lexer::tokens(text).filter(|token| !token.kind.is_trivia());
        let name = lexer::identifier(tokens.next()?.text(text)).into_owned();
        let value = tokens.find(|token| {
            let word = token.text(text);
            matches!(word, ":=" | "=") || word.eq_ignore_ascii_case("default")
        });
        let value = value.map(|token| line.start + token.end as usize..line.end);
        Some((name, value))
    }

    fn items(&mut self, ends: &[&str]) -> Option<Vec<Item>> {
        self.depth += 1;
        let mut items = Vec::new();
        while !ends.contains(&self.word().as_str()) {
            if self.at >= self.tokens.len() || self.depth > DEPTH {
                return None;
            }
            self.label();
            if !self.eat(";") {
                items.push(self.item()?);
            }
        }
        self.depth -= 1;
        Some(items)
    }

    fn item(&mut self) -> Option<Item> {
        let start = self.at;
        match self.word().as_str() {
            "declare" | "begin" => self.block().map(Item::Block),
            "if" => self.condition(),
            "case" => self.case(),
            "for" | "foreach" | "while" | "loop" => self.repetition(),
            _ => {
                let range = self.until(|word| word == ";")?;
                self.eat(";");
                (self.at > start).then_some(Item::Line(range))
            }
        }
    }

    /// `IF … THEN … ELSIF … ELSE … END IF`
    fn condition(&mut self) -> Option<Item> {
        let mut arms = Vec::new();
        self.at += 1;
        loop {
            let condition = self.until(|word| word == "then")?;
            self.eat("then");
            let items = self.items(&["elsif", "elseif", "else", "end"])?;
            arms.push((Some(condition), items));
            if !self.eat("elsif") && !self.eat("elseif") {
                break;
            }
        }
        let otherwise = self.otherwise("if")?;
        Some(Item::Choice { arms, otherwise })
    }

    /// `CASE … WHEN … THEN … ELSE … END CASE`
    fn case(&mut self) -> Option<Item> {
        let mut arms = Vec::new();
        self.at += 1;
        self.until(|word| word == "when")?;
        while self.eat("when") {
            self.until(|word| word == "then")?;
            self.eat("then");
            arms.push((None, self.items(&["when", "else", "end"])?));
        }
        let otherwise = self.otherwise("case")?;
        Some(Item::Choice { arms, otherwise })
    }

    fn otherwise(&mut self, word: &str) -> Option<Vec<Item>> {
        let items = if self.eat("else") {
            self.items(&["end"])?
        } else {
            Vec::new()
        };
        let ended = self.eat("end") && self.eat(word);
        self.eat(";");
        ended.then_some(items)
    }

    fn repetition(&mut self) -> Option<Item> {
        let head = self.until(|word| word == "loop")?;
        self.eat("loop");
        let body = self.items(&["end"])?;
        let ended = self.eat("end") && self.eat("loop");
        self.until(|word| word == ";");
        self.eat(";");
        ended.then_some(Item::Loop { head, body })
    }

    /// Goes on to a word outside of parentheses and of `CASE … END`; what lies before it. `None` where
    /// it does not come.
    fn until(&mut self, found: impl Fn(&str) -> bool) -> Option<Range<usize>> {
        let first = self.at;
        let (mut parentheses, mut cases) = (0_usize, 0_usize);
        while self.at < self.tokens.len() {
            let word = self.word();
            if parentheses == 0 && cases == 0 && found(&word) {
                let start = self.tokens.get(first)?.start as usize;
                let before = self.at.checked_sub(1).filter(|before| *before >= first);
                let end = before.and_then(|at| self.tokens.get(at));
                return Some(start..end.map_or(start, |token| token.end as usize));
            }
            match word.as_str() {
                "(" => parentheses += 1,
                ")" => parentheses = parentheses.saturating_sub(1),
                "case" => cases += 1,
                "end" => cases = cases.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_flow() {
        let text = "<<a>> DECLARE x text := 'q'; y int; BEGIN
            IF NOT EXISTS (SELECT CASE WHEN a THEN b END) THEN CREATE TYPE e AS ENUM ('a;');
            ELSIF y > 1 THEN NULL; ELSE DROP TYPE e; END IF;
            FOR i IN 1..2 LOOP PERFORM 1; END LOOP;
            BEGIN EXECUTE 'x'; EXCEPTION WHEN duplicate_object OR others THEN NULL; WHEN raise_exception THEN RETURN; END;
            END a;";
        let block = read(text).expect("a block");
        assert_eq!(block.variables.len(), 2);
        let [
            Item::Choice { arms, otherwise },
            Item::Loop { body, .. },
            Item::Block(inner),
        ] = block.body.as_slice()
        else {
            unreachable!("{block:?}");
        };
        assert_eq!((arms.len(), otherwise.len(), body.len()), (2, 1, 1));
        assert_eq!((inner.body.len(), inner.handlers.len()), (1, 2));
        for broken in [
            "",
            "BEGIN",
            "BEGIN IF a THEN END;",
            "BEGIN x",
            "DECLARE",
            "BEGIN LOOP END;",
        ] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
