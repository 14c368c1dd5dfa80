//! RTF as tokens. Source: Rich Text Format specification 1.9.1, "RTF syntax".

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name` with its number, if it has one.
    Word(&'a str, Option<i32>),
    /// `\` and one character that is no letter.
    Symbol(u8),
    /// `\'xx`: a byte in the character set of the font.
    Byte(u8),
    /// Text as it stands.
    Text(&'a [u8]),
}

/// Tokens from the beginning. Never fails: what is no RTF is text.
pub struct Tokens<'a> {
    left: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// Of these bytes.
    pub fn new(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { left: bytes }
    }

    fn take(&mut self, n: usize) -> &'a [u8] {
        let (taken, left) = self.left.split_at(n.min(self.left.len()));
        self.left = left;
        taken
    }

    fn take_while(&mut self, most: usize, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let n = self.left.iter().take(most).take_while(|b| keep(**b)).count();
        self.take(n)
    }

    /// After a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.left.first()?;
        if !first.is_ascii_alphabetic() {
            self.take(1);
            return Some(if first == b'\'' { self.byte() } else { Token::Symbol(first) });
        }
        let name = std::str::from_utf8(self.take_while(32, |b| b.is_ascii_alphabetic())).unwrap_or_default();
        let negative = self.left.first() == Some(&b'-') && self.left.get(1).is_some_and(u8::is_ascii_digit);
        self.take(usize::from(negative));
        let digits = std::str::from_utf8(self.take_while(10, |b| b.is_ascii_digit())).unwrap_or_default();
        let number = digits.parse::<i64>().ok().map(|n| if negative { -n } else { n });
        let number = number.map(|n| i32::try_from(n).unwrap_or(i32::MAX));
        if self.left.first() == Some(&b' ') {
            self.take(1);
        }
        if name == "bin" {
            // Raw bytes of a picture, in which braces mean nothing.
            self.take(number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0));
        }
        Some(Token::Word(name, number))
    }

    fn byte(&mut self) -> Token<'a> {
        let hex = std::str::from_utf8(self.take_while(2, |b| b.is_ascii_hexdigit())).unwrap_or_default();
        Token::Byte(u8::from_str_radix(hex, 16).unwrap_or(b'?'))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match *self.left.first()? {
                b'{' => break self.take(1).first().map(|_| Token::Open),
                b'}' => break self.take(1).first().map(|_| Token::Close),
                b'\\' => {
                    self.take(1);
                    break self.control();
                }
                // Line ends are layout of the file.
                b'\r' | b'\n' | 0 => drop(self.take(1)),
                _ => {
                    let text = |b| !matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                    break Some(Token::Text(self.take_while(usize::MAX, text)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[test]
    fn words_numbers_bytes_and_text() {
        let tokens: Vec<Token<'_>> = Tokens::new(b"{\\b1 x\\'e9\\u-3\\*\r\ny\\bin3 {{{\\par}").collect();
        let expected = [
            Token::Open,
            Token::Word("b", Some(1)),
            Token::Text(b"x"),
            Token::Byte(0xe9),
            Token::Word("u", Some(-3)),
            Token::Symbol(b'*'),
            Token::Text(b"y"),
            Token::Word("bin", Some(3)),
            Token::Word("par", None),
            Token::Close,
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn a_file_cut_off_ends() {
        assert_eq!(Tokens::new(b"\\").next(), None);
        assert_eq!(Tokens::new(b"\\'").next(), Some(Token::Byte(b'?')));
        assert_eq!(Tokens::new(b"\\bin999999999999 x").last(), Some(Token::Word("bin", Some(i32::MAX))));
    }
}
