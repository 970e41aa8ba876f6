//! Numbers as bytes: seven bits to a byte from the lowest on, as long as there are more.

/// Damage: a place at which bytes are not as they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// Place behind the byte by which it is seen.
    pub at: usize,
    /// Fault that is seen there.
    pub what: &'static str,
}

/// Bytes that are being written.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub fn number(&mut self, mut n: u64) {
        while n >= 1 << 7 {
            self.0.push(n as u8 | 1 << 7);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    pub fn numbers(&mut self, list: &[u64]) {
        list.iter().for_each(|&n| self.number(n));
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Bytes that are being read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Damage, unless something holds.
    pub fn check(&self, holds: bool, what: &'static str) -> Result<(), Damage> {
        if holds { Ok(()) } else { Err(Damage { at: self.at, what }) }
    }

    pub fn raw(&mut self, length: usize) -> Result<&'a [u8], Damage> {
        let bytes = self.bytes[self.at..].get(..length);
        let bytes = bytes.ok_or(Damage { at: self.bytes.len(), what: "it ends too early" })?;
        self.at += length;
        Ok(bytes)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let mut bytes = [0; N];
        bytes.copy_from_slice(self.raw(N)?);
        Ok(bytes)
    }

    pub fn number(&mut self) -> Result<u64, Damage> {
        let mut n = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let [byte] = self.array()?;
            let bits = u64::from(byte & 0x7f);
            self.check(bits << shift >> shift == bits, "a number is too large")?;
            n |= bits << shift;
            if byte < 1 << 7 {
                return Ok(n);
            }
        }
        Err(Damage { at: self.at, what: "a number is too long" })
    }

    pub fn number_up_to(&mut self, most: u64) -> Result<u64, Damage> {
        let n = self.number()?;
        self.check(n <= most, "a number is too large")?;
        Ok(n)
    }

    /// The length of a list of which each entry takes a byte at least.
    pub fn length(&mut self) -> Result<usize, Damage> {
        let left = self.bytes.len() - self.at;
        Ok(self.number_up_to(left as u64)? as usize)
    }

    pub fn numbers(&mut self, list: &mut [u64], most: u64) -> Result<(), Damage> {
        list.iter_mut().try_for_each(|n| {
            *n = self.number_up_to(most)?;
            Ok(())
        })
    }

    /// Nothing may follow.
    pub fn end(&self) -> Result<(), Damage> {
        self.check(self.at == self.bytes.len(), "more follows")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_read_as_they_were_written(list in prop::collection::vec(any::<u64>(), 0..20), shift in 0u32..64) {
            let list: Vec<u64> = list.into_iter().map(|n| n >> shift).collect();
            let mut writer = Writer::default();
            writer.numbers(&list);
            let bytes = writer.into_bytes();
            let (mut reader, mut read) = (Reader::new(&bytes), vec![0; list.len()]);
            reader.numbers(&mut read, u64::MAX).unwrap();
            prop_assert_eq!((read, reader.end()), (list, Ok(())));
        }
    }

    #[test]
    fn a_number_that_does_not_fit_is_damage() {
        assert!(Reader::new(&[0xff; 11]).number().is_err());
        assert!(Reader::new(&[0x80, 0x80]).number().is_err());
        assert_eq!(
            Reader::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]).number(),
            Ok(u64::MAX)
        );
        assert!(Reader::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]).number().is_err());
    }
}
