use std::{fmt, io::Cursor};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The most bytes of a logo: a page that shows one loads on a cheap phone.
pub const MOST_LOGO_BYTES: usize = 64 << 10;
/// The least and the greatest side of a logo, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 128..=512;
/// What a PNG begins with (PNG 3rd edition §5.2).
const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// The chunks that make the picture; everything else says something about it, or is hidden in it (§5.6, §11).
const OF_THE_PICTURE: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

/// A logo's name: the SHA-256 of its bytes, as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LogoHash(String);

impl LogoHash {
    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is wrong with a picture; each is the reason of a field's error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoFault {
    /// It has more than [`MOST_LOGO_BYTES`].
    Large,
    /// It is no PNG, or a broken one.
    NoPng,
    /// It is not square, or its side is not between 128 and 512 pixels.
    Size,
}

impl LogoFault {
    /// The reason as fields name it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Large => "app-logo-large",
            Self::NoPng => "app-logo-png",
            Self::Size => "app-logo-size",
        }
    }
}

/// A picture by which residents know an application: a square PNG that was drawn whole once, without anything beside the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    hash: LogoHash,
    png: Vec<u8>,
}

impl Logo {
    /// Reads a picture. What is kept of it are the chunks that make the picture: no text, no place it was taken at, nothing after
    /// its end.
    pub fn read(bytes: &[u8]) -> Result<Self, LogoFault> {
        if bytes.len() > MOST_LOGO_BYTES {
            return Err(LogoFault::Large);
        }
        let png = picture_of(bytes).ok_or(LogoFault::NoPng)?;
        let mut decoder = png::Decoder::new(Cursor::new(png.as_slice()));
        let head = decoder.read_header_info().map_err(|_| LogoFault::NoPng)?;
        if head.width != head.height || !SIDES.contains(&head.width) {
            return Err(LogoFault::Size);
        }
        let mut reader = decoder.read_info().map_err(|_| LogoFault::NoPng)?;
        let mut pixels = vec![0; reader.output_buffer_size().ok_or(LogoFault::Size)?];
        reader.next_frame(&mut pixels).map_err(|_| LogoFault::NoPng)?;
        reader.finish().map_err(|_| LogoFault::NoPng)?;
        Ok(Self { hash: LogoHash(HEXLOWER.encode(&Sha256::digest(&png))), png })
    }

    /// Its name.
    pub fn hash(&self) -> &LogoHash {
        &self.hash
    }

    /// The PNG.
    pub fn png(&self) -> &[u8] {
        &self.png
    }
}

/// A PNG with nothing but its picture; none where its chunks do not follow each other to the end.
fn picture_of(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&SIGNATURE)?;
    let mut picture = SIGNATURE.to_vec();
    loop {
        // Length, type, that many bytes, check sum (§5.3).
        let (length, _) = rest.split_first_chunk::<4>()?;
        let whole = usize::try_from(u32::from_be_bytes(*length)).ok()?.checked_add(12)?;
        let (chunk, after) = rest.split_at_checked(whole)?;
        let kind = &chunk[4..8];
        if OF_THE_PICTURE.contains(&kind) {
            picture.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(picture);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Logo, LogoFault, LogoHash, MOST_LOGO_BYTES};

    fn drawn(width: u32, height: u32, text: Option<&str>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgba);
        if let Some(text) = text {
            encoder.add_text_chunk("Comment".to_owned(), text.to_owned()).unwrap();
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&vec![120; (width * height * 4) as usize]).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn a_square_png_is_a_logo_without_what_is_hidden_in_it() {
        let plain = Logo::read(&drawn(128, 128, None)).unwrap();
        let mut told = drawn(128, 128, Some("a secret place"));
        told.extend_from_slice(b"<script>after the end</script>");
        let read = Logo::read(&told).unwrap();
        assert_eq!(read.png(), plain.png());
        assert_eq!(read.hash(), plain.hash());
        assert_eq!(LogoHash::parse(read.hash().as_str()).as_ref(), Some(read.hash()));
    }

    #[test]
    fn what_is_no_logo_is_refused_with_its_reason() {
        let whole = drawn(200, 200, None);
        assert_eq!(Logo::read(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(LogoFault::NoPng));
        assert_eq!(Logo::read(b""), Err(LogoFault::NoPng));
        assert_eq!(Logo::read(&whole[..whole.len() - 20]), Err(LogoFault::NoPng));
        assert_eq!(Logo::read(&drawn(128, 200, None)), Err(LogoFault::Size));
        assert_eq!(Logo::read(&drawn(16, 16, None)), Err(LogoFault::Size));
        assert_eq!(Logo::read(&drawn(513, 513, None)), Err(LogoFault::Size));
        assert_eq!(Logo::read(&vec![0; MOST_LOGO_BYTES + 1]), Err(LogoFault::Large));
        // A picture whose pixels end too early, or whose check sum is wrong.
        let mut broken = whole.clone();
        let middle = broken.len() / 2;
        broken[middle] ^= 0xff;
        assert_eq!(Logo::read(&broken), Err(LogoFault::NoPng));
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_breaks_the_reader(at in 0_usize..2_000, by in any::<u8>(), cut in 0_usize..2_000) {
            let mut bytes = drawn(128, 128, Some("x"));
            let at = at % bytes.len();
            bytes[at] = by;
            let keep = bytes.len() - cut % bytes.len();
            let _ = Logo::read(&bytes[..keep]);
        }
    }
}
