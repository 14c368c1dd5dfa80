//! What the index keeps of a passage: which fields, cut how.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::words::{WordTokenizer, whole};

/// Version of the form of the index; another one is built again.
pub const VERSION: &str = "casebook-search 1";

/// The fields of the index.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Title and text.
    pub text: Field,
    /// Names.
    pub people: Field,
    /// Ids of predicates, each a whole.
    pub predicates: Field,
    /// Places.
    pub places: Field,
    /// Outlet.
    pub source: Field,
    /// Language tag, a whole.
    pub language: Field,
    /// Labels, each a whole.
    pub tags: Field,
    /// Days since 1970-01-01.
    pub day: Field,
    /// The caller's number of the document.
    pub document: Field,
    /// The caller's number of the passage.
    pub number: Field,
}

/// The schema and its fields. Nothing is stored: hits are ids, read from columns.
pub fn schema() -> (Schema, Fields) {
    use IndexRecordOption::{Basic, WithFreqs, WithFreqsAndPositions};
    let mut builder = Schema::builder();
    let mut text = |name: &str, tokenizer: &str, record: IndexRecordOption, lengths: bool| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(lengths);
        builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let fields = Fields {
        text: text("text", "words", WithFreqsAndPositions, true),
        people: text("people", "words", WithFreqs, true),
        predicates: text("predicates", "whole", Basic, false),
        places: text("places", "words", WithFreqsAndPositions, false),
        source: text("source", "words", WithFreqsAndPositions, false),
        language: text("language", "whole", Basic, false),
        tags: text("tags", "whole", Basic, false),
        day: builder.add_i64_field("day", FAST),
        document: builder.add_u64_field("document", FAST | INDEXED),
        number: builder.add_u64_field("number", FAST),
    };
    (builder.build(), fields)
}

/// The cuts the schema names.
pub fn tokenizers() -> TokenizerManager {
    // The engine asks for one of its own cuts for every field that is no text: the default manager has it.
    let manager = TokenizerManager::default();
    manager.register("words", WordTokenizer);
    manager.register("whole", TextAnalyzer::from(WholeTokenizer::default()));
    manager
}

/// One folded token of the whole value.
#[derive(Clone, Default)]
struct WholeTokenizer(RawTokenizer);

impl Tokenizer for WholeTokenizer {
    type TokenStream<'t> = WholeStream<<RawTokenizer as Tokenizer>::TokenStream<'t>>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Self::TokenStream<'t> {
        WholeStream(self.0.token_stream(text))
    }
}

struct WholeStream<S>(S);

impl<S: TokenStream> TokenStream for WholeStream<S> {
    fn advance(&mut self) -> bool {
        let more = self.0.advance();
        if more {
            let token = self.0.token_mut();
            token.text = whole(&token.text);
        }
        more
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}
