//! Lines out of a stream of bytes, wherever its pieces are cut.

/// The longest line that is kept, in bytes. A Slot has a few hundred; what is longer is no Slot, and would fill the memory.
pub const LONGEST: usize = 256 * 1024;

/// Puts pieces of a file together to lines. It splits bytes, not characters, so a piece may end within one.
#[derive(Debug, Default)]
pub struct Lines {
    /// The beginning of the line that isn't whole yet.
    rest: Vec<u8>,
    /// Within a line that is too long: what comes until its end is dropped.
    dropping: bool,
    dropped: usize,
}

impl Lines {
    /// Takes a piece, and gives each line that it makes whole, without its end. Empty ones are left out.
    pub fn push(&mut self, piece: &[u8], line: &mut dyn FnMut(&[u8])) {
        let mut piece = piece;
        while let Some(at) = piece.iter().position(|byte| *byte == b'\n') {
            self.keep(&piece[..at]);
            self.give(line);
            piece = &piece[at + 1..];
        }
        self.keep(piece);
    }

    /// Gives the last line, which needs no end.
    pub fn end(&mut self, line: &mut dyn FnMut(&[u8])) {
        self.give(line);
    }

    /// How many lines were too long.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Bytes that are held.
    pub fn held(&self) -> usize {
        self.rest.len()
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.rest.len() + bytes.len() > LONGEST {
            self.dropping = true;
        }
        match self.dropping {
            true => self.rest.clear(),
            false => self.rest.extend_from_slice(bytes),
        }
    }

    fn give(&mut self, line: &mut dyn FnMut(&[u8])) {
        self.dropped += usize::from(self.dropping);
        self.dropping = false;
        let text = self
            .rest
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(&self.rest);
        let text = text.trim_ascii();
        if !text.is_empty() {
            line(text);
        }
        self.rest.clear();
    }
}
