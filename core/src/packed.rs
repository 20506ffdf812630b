//! What most readers only carry: postcard inside postcard, read where it is needed. A page that prices no
//! carts (it lacks the feature `till`) has no code that reads promotions and receipts.

use core::fmt;
use core::marker::PhantomData;
#[cfg(feature = "till")]
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::decode::Postcard;

/// A value as its bytes; as itself in JSON.
pub struct Packed<T> {
    bytes: Vec<u8>,
    #[cfg(feature = "till")]
    value: OnceLock<Option<Arc<T>>>,
    of: PhantomData<T>,
}

impl<T> Packed<T> {
    /// Whether it is an empty list, or nothing.
    pub fn is_nothing(&self) -> bool {
        self.bytes.len() == 1
    }

    fn carried(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            #[cfg(feature = "till")]
            value: OnceLock::new(),
            of: PhantomData,
        }
    }
}

impl<T: Serialize> Packed<T> {
    /// Packs a value.
    pub fn of(value: T) -> Self {
        Self::carried(crate::encode::packed(&value))
    }
}

#[cfg(feature = "till")]
impl<T: Postcard> Packed<T> {
    /// The value; nothing, if the bytes are none.
    pub fn get(&self) -> Option<&T> {
        self.value.get_or_init(|| crate::decode::decode(&self.bytes).map(Arc::new)).as_deref()
    }
}

#[cfg(feature = "till")]
impl<T: Postcard + Serialize + Clone> Packed<T> {
    /// Changes the value, and packs it again; bytes that are none stay as they are.
    pub fn change(&mut self, how: impl FnOnce(&mut T)) {
        self.get();
        let Some(Some(value)) = self.value.take() else { return };
        let mut value = Arc::unwrap_or_clone(value);
        how(&mut value);
        self.bytes = crate::encode::packed(&value);
        self.value = OnceLock::from(Some(Arc::new(value)));
    }
}

impl<T: Postcard> Packed<T> {
    /// The value, read anew.
    pub fn read(&self) -> Option<T> {
        crate::decode::decode(&self.bytes)
    }
}

/// An empty list, whose bytes are its length: a page that begins with none has no code that writes it.
impl<T> Default for Packed<Vec<T>> {
    fn default() -> Self {
        Self::carried(vec![0])
    }
}

/// Nothing, in one byte.
impl<T> Default for Packed<Option<T>> {
    fn default() -> Self {
        Self::carried(vec![0])
    }
}

impl<T> Clone for Packed<T> {
    fn clone(&self) -> Self {
        Self {
            bytes: self.bytes.clone(),
            #[cfg(feature = "till")]
            value: self.value.clone(),
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for Packed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Eq for Packed<T> {}

#[cfg(feature = "till")]
impl<T: Postcard + fmt::Debug> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(not(feature = "till"))]
impl<T> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes.fmt(f)
    }
}

impl<T: Postcard + Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[cfg(feature = "till")]
        if serializer.is_human_readable() {
            return self.get().serialize(serializer);
        }
        // As postcard it is the same as a list of bytes, written at once.
        serializer.serialize_bytes(&self.bytes)
    }
}

impl<'de, T: Postcard + Serialize> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[cfg(feature = "till")]
        if deserializer.is_human_readable() {
            return T::deserialize(deserializer).map(Self::of);
        }
        Vec::deserialize(deserializer).map(Self::carried)
    }
}

#[cfg(all(test, feature = "till"))]
mod tests {
    use super::*;
    use crate::terms::till::Terms;

    #[test]
    fn it_is_itself_in_json_and_bytes_in_postcard() {
        let packed = Packed::of(Terms { shipping: 7, ..Terms::default() });
        let json = serde_json::to_string(&packed).expect("json");
        assert_eq!(serde_json::from_str::<Terms>(&json).ok().as_ref(), packed.get());
        let bytes = postcard::to_allocvec(&packed).expect("bytes");
        let read: Packed<Terms> = postcard::from_bytes(&bytes).expect("a value");
        assert_eq!((read.get(), &read), (packed.get(), &packed));
    }

    #[test]
    fn the_default_is_an_empty_list_or_nothing() {
        assert_eq!(Packed::<Vec<Terms>>::default(), Packed::of(Vec::new()));
        assert_eq!(Packed::<Option<Terms>>::default(), Packed::of(None));
    }

    #[test]
    fn bytes_that_are_none_are_nothing() {
        let read: Packed<Terms> = postcard::from_bytes(&[1, 9]).expect("bytes");
        assert_eq!(read.get(), None);
    }
}
