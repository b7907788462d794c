//! JSON, read piece by piece: the one reader of standards, records and contexts.
//!
//! The tokens are `hifijson`'s; the order of the pieces, the limit of depth and the place of a mistake are added here.
//! Nothing is built that was not asked for, so that a part of a large text can be stepped over and read when it is needed.
//!
//! What is not supported: numbers with an exponent or a fraction are told apart from whole ones and not read.

use hifijson::SliceLexer;
use hifijson::num::LexWrite as _;
use hifijson::str::{Lex as _, LexAlloc as _};
use hifijson::token::Lex as _;
use hifijson::{Read as _, num};
use std::borrow::Cow;
use std::fmt;

/// How deep lists and objects may stand in one another. Deeper texts are attacks, and each level costs stack.
pub const DEEPEST: u8 = 128;

/// Why a text could not be read, and where. It never quotes the text.
///
/// What is only stepped over may be as deep as it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in bytes, at which reading stopped.
    pub column: usize,
    /// It is well formed so far, and nested deeper than [`DEEPEST`] levels.
    pub too_deep: bool,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.too_deep { "it is nested too deep" } else { "it is not JSON" };
        write!(f, "{what}: see line {}, column {}", self.line, self.column)
    }
}

impl std::error::Error for JsonError {}

/// A value, or the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits; `3.0` is one.
    Int(i64),
    /// Any other number.
    Number,
    /// A text.
    Text(Cow<'a, str>),
    /// The beginning of a list: [`more`](Reader::more) says whether an item follows.
    List,
    /// The beginning of an object: [`key`](Reader::key) gives the next key.
    Map,
}

/// Reads one text from its beginning to its end.
pub struct Reader<'a> {
    text: &'a str,
    lexer: SliceLexer<'a>,
    depth: u8,
    /// The list or object that was entered has given nothing yet.
    fresh: bool,
}

impl<'a> Reader<'a> {
    /// Begins a text.
    #[must_use]
    pub fn new(text: &'a str) -> Reader<'a> {
        Reader { text, lexer: SliceLexer::new(text.as_bytes()), depth: 0, fresh: false }
    }

    /// The next value, or its beginning.
    ///
    /// # Errors
    /// There is none, or it is nested deeper than [`DEEPEST`] levels.
    pub fn piece(&mut self) -> Result<Piece<'a>, JsonError> {
        match self.lexer.ws_peek() {
            Some(b'"') => {
                self.lexer.take_next();
                self.lexer.str_string().map(Piece::Text).map_err(|_| self.wrong())
            }
            Some(b'[') => self.enter().map(|()| Piece::List),
            Some(b'{') => self.enter().map(|()| Piece::Map),
            Some(b'-' | b'0'..=b'9') => match self.lexer.num_string().validated() {
                Ok((digits, parts)) => Ok(number(digits, &parts)),
                Err(_) => Err(self.wrong()),
            },
            Some(b'a'..=b'z') => match self.lexer.null_or_bool() {
                Some(value) => Ok(value.map_or(Piece::Null, Piece::Bool)),
                None => Err(self.wrong()),
            },
            _ => Err(self.wrong()),
        }
    }

    /// Does another item of the list follow? If not, the list has ended.
    ///
    /// # Errors
    /// Something else stands there.
    pub fn more(&mut self) -> Result<bool, JsonError> {
        let more = self.follows(b']')?;
        self.depth = self.depth.saturating_sub(u8::from(!more));
        Ok(more)
    }

    /// The next key of the object; `None` at its end.
    ///
    /// # Errors
    /// Something else stands there.
    pub fn key(&mut self) -> Result<Option<Cow<'a, str>>, JsonError> {
        if !self.follows(b'}')? {
            self.depth = self.depth.saturating_sub(1);
            return Ok(None);
        }
        self.expect(b'"')?;
        let key = self.lexer.str_string().map_err(|_| self.wrong())?;
        self.expect(b':')?;
        Ok(Some(key))
    }

    /// Steps over the next value, however deep it is.
    ///
    /// # Errors
    /// There is none.
    pub fn skip(&mut self) -> Result<(), JsonError> {
        // A stack of our own: it grows with the text and not with the program's.
        let mut ends: Vec<u8> = Vec::new();
        loop {
            match self.lexer.ws_peek() {
                Some(b'"') => {
                    self.lexer.take_next();
                    self.lexer.str_ignore().map_err(|_| self.wrong())?;
                }
                Some(begin @ (b'[' | b'{')) => {
                    self.lexer.take_next();
                    self.fresh = true;
                    ends.push(if begin == b'[' { b']' } else { b'}' });
                }
                _ => drop(self.piece()?),
            }
            loop {
                let Some(end) = ends.last().copied() else { return Ok(()) };
                if !self.follows(end)? {
                    ends.pop();
                    continue;
                }
                if end == b'}' {
                    self.expect(b'"')?;
                    self.lexer.str_ignore().map_err(|_| self.wrong())?;
                    self.expect(b':')?;
                }
                break;
            }
        }
    }

    /// Steps over the next value and gives its text.
    ///
    /// # Errors
    /// As [`skip`](Reader::skip).
    pub fn raw(&mut self) -> Result<&'a str, JsonError> {
        self.lexer.eat_whitespace();
        let from = self.at();
        self.skip()?;
        Ok(self.text.get(from..self.at()).unwrap_or_default())
    }

    /// Steps over what is left of the list or object that [`piece`](Reader::piece) began.
    ///
    /// # Errors
    /// As [`skip`](Reader::skip).
    pub fn leave(&mut self, begun: &Piece<'_>) -> Result<(), JsonError> {
        match begun {
            Piece::List => {
                while self.more()? {
                    self.skip()?;
                }
            }
            Piece::Map => {
                while self.key()?.is_some() {
                    self.skip()?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The end of the text.
    ///
    /// # Errors
    /// Something else follows.
    pub fn end(&mut self) -> Result<(), JsonError> {
        if self.lexer.ws_peek().is_none() { Ok(()) } else { Err(self.wrong()) }
    }

    fn enter(&mut self) -> Result<(), JsonError> {
        if self.depth >= DEEPEST {
            return Err(JsonError { too_deep: true, ..self.wrong() });
        }
        self.lexer.take_next();
        self.depth = self.depth.saturating_add(1);
        self.fresh = true;
        Ok(())
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.lexer.ws_peek() != Some(byte) {
            return Err(self.wrong());
        }
        self.lexer.take_next();
        Ok(())
    }

    fn follows(&mut self, end: u8) -> Result<bool, JsonError> {
        let fresh = std::mem::take(&mut self.fresh);
        match self.lexer.ws_peek() {
            Some(byte) if byte == end => {
                self.lexer.take_next();
                Ok(false)
            }
            Some(b',') if !fresh => {
                self.lexer.take_next();
                // After a comma an end is a mistake, which the key or value that is read next would not see.
                if self.lexer.ws_peek() == Some(end) { Err(self.wrong()) } else { Ok(true) }
            }
            Some(_) if fresh => Ok(true),
            _ => Err(self.wrong()),
        }
    }

    fn at(&self) -> usize {
        self.text.len().saturating_sub(self.lexer.as_slice().len())
    }

    #[cold]
    fn wrong(&self) -> JsonError {
        let before = self.text.as_bytes().get(..self.at()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        JsonError { line: line.saturating_add(1), column: column.saturating_add(1), too_deep: false }
    }
}

/// A value, whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tree {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number that is not whole. Which one it was is not kept.
    Fraction,
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// An object, its keys in the order in which they stood.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// Reads a text.
    ///
    /// # Errors
    /// It is not JSON, or it is nested deeper than [`DEEPEST`] levels.
    pub fn read(text: &str) -> Result<Tree, JsonError> {
        let mut reader = Reader::new(text);
        let tree = Tree::next(&mut reader)?;
        reader.end()?;
        Ok(tree)
    }

    fn next(reader: &mut Reader<'_>) -> Result<Tree, JsonError> {
        Ok(match reader.piece()? {
            Piece::Null => Tree::Null,
            Piece::Bool(value) => Tree::Bool(value),
            Piece::Int(value) => Tree::Int(value),
            Piece::Number => Tree::Fraction,
            Piece::Text(text) => Tree::Text(text.into_owned()),
            Piece::List => {
                let mut items = Vec::new();
                while reader.more()? {
                    items.push(Tree::next(reader)?);
                }
                Tree::List(items)
            }
            Piece::Map => {
                let mut entries = Vec::new();
                while let Some(key) = reader.key()? {
                    entries.push((key.into_owned(), Tree::next(reader)?));
                }
                Tree::Map(entries)
            }
        })
    }

    /// Is it `null`?
    #[must_use]
    pub fn is_null(&self) -> bool {
        *self == Tree::Null
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Tree::Text(text) = self { Some(text) } else { None }
    }

    /// What an object has under a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Tree> {
        let Tree::Map(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

impl fmt::Display for Tree {
    /// Writes it as JSON. A number that is not whole is written as `null`: nothing here can say which it was.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::Null | Tree::Fraction => f.write_str("null"),
            Tree::Bool(value) => f.write_str(if *value { "true" } else { "false" }),
            Tree::Int(value) => value.fmt(f),
            Tree::Text(text) => quote(text, f),
            Tree::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    f.write_str(if at == 0 { "[" } else { "," })?;
                    item.fmt(f)?;
                }
                f.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Tree::Map(entries) => {
                for (at, (key, value)) in entries.iter().enumerate() {
                    f.write_str(if at == 0 { "{" } else { "," })?;
                    quote(key, f)?;
                    f.write_str(":")?;
                    value.fmt(f)?;
                }
                f.write_str(if entries.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

impl serde::Serialize for Tree {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null | Tree::Fraction => serializer.serialize_unit(),
            Tree::Bool(value) => serializer.serialize_bool(*value),
            Tree::Int(value) => serializer.serialize_i64(*value),
            Tree::Text(text) => serializer.serialize_str(text),
            Tree::List(items) => serializer.collect_seq(items),
            Tree::Map(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// A text as a JSON string.
#[must_use]
pub fn quoted(text: &str) -> String {
    struct Quoted<'a>(&'a str);
    impl fmt::Display for Quoted<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            quote(self.0, f)
        }
    }
    Quoted(text).to_string()
}

fn quote(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for piece in text.split_inclusive(|sign: char| sign < ' ' || sign == '"' || sign == '\\') {
        let mut signs = piece.chars();
        match signs.next_back() {
            Some(sign @ ('"' | '\\')) => write!(f, "{}\\{sign}", signs.as_str())?,
            Some(sign) if sign < ' ' => write!(f, "{}\\u{:04x}", signs.as_str(), u32::from(sign))?,
            _ => f.write_str(piece)?,
        }
    }
    f.write_str("\"")
}

/// JavaScript has one type of number: 3 arrives as 3.0 from some serialisers.
fn number<'a>(digits: &str, parts: &num::Parts) -> Piece<'a> {
    let whole = match digits.split_once('.') {
        _ if parts.exp => None,
        Some((whole, fraction)) => fraction.bytes().all(|digit| digit == b'0').then_some(whole),
        None => Some(digits),
    };
    whole.and_then(|whole| whole.parse().ok()).map_or(Piece::Number, Piece::Int)
}

#[cfg(test)]
mod tests {
    use super::{Piece, Reader, Tree, quoted};

    /// What is left of a text when everything was stepped over or read through.
    fn read(text: &str) -> (bool, bool) {
        let mut whole = Reader::new(text);
        let stepped = whole.skip().and_then(|()| whole.end()).is_ok();
        (stepped, walk(&mut Reader::new(text), true).is_ok())
    }

    fn walk(reader: &mut Reader<'_>, top: bool) -> Result<(), super::JsonError> {
        match reader.piece()? {
            Piece::List => {
                while reader.more()? {
                    walk(reader, false)?;
                }
            }
            Piece::Map => {
                while reader.key()?.is_some() {
                    walk(reader, false)?;
                }
            }
            _ => {}
        }
        if top { reader.end() } else { Ok(()) }
    }

    #[test]
    fn texts_that_are_json_are_read_and_others_are_not() {
        let good =
            ["{}", "[]", " [ 1 , -2.50, 3e7 ] ", r#"{"a":[{},[],""],"b":null}"#, r#""\u00e9\n""#, "[[],[[]]]", "0"];
        let bad = [
            "",
            "[1,]",
            "[,1]",
            "{,}",
            r#"{"a":1,}"#,
            r#"{"a"}"#,
            "{1:2}",
            "[1 2]",
            "nul",
            "01",
            "1.",
            "[",
            r#"""#,
            "[]]",
            "\"\n\"",
            "[}",
        ];
        for text in good {
            assert_eq!(read(text), (true, true), "{text}");
        }
        for text in bad {
            assert_eq!(read(text), (false, false), "{text}");
        }
    }

    #[test]
    fn depth_is_limited_where_it_costs_stack_only() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read(&deep), (true, false));
        let side_by_side = format!("[{}[]]", "[[]],".repeat(1_000));
        assert_eq!(read(&side_by_side), (true, true));
    }

    #[test]
    fn what_is_written_is_read_again_by_others_too() {
        let text = "a\"b\\c\n\u{1}\u{7f}é\u{1f600}";
        assert_eq!(serde_json::from_str::<String>(&quoted(text)).ok().as_deref(), Some(text));
        let json = r#"{"a":[1,true,null,"x"],"b":{},"c":[]}"#;
        assert_eq!(Tree::read(json).map(|tree| tree.to_string()).as_deref(), Ok(json));
    }

    #[test]
    fn numbers_are_whole_or_none() {
        let piece = |text: &'static str| Reader::new(text).piece();
        assert_eq!(piece("3.0"), Ok(Piece::Int(3)));
        assert_eq!(piece("-9223372036854775808"), Ok(Piece::Int(i64::MIN)));
        assert_eq!(piece("9223372036854775808"), Ok(Piece::Number));
        assert_eq!(piece("2.5"), Ok(Piece::Number));
    }

    #[test]
    fn a_mistake_is_given_its_line_and_column() {
        let mut reader = Reader::new("{\n \"a\": x}");
        assert_eq!(
            reader.skip().map_err(|wrong| (wrong.line, wrong.column)),
            Err((2, 8)),
            "just after what could not be read"
        );
    }
}
