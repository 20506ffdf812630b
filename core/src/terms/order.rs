//! Sorting for short lists: in a page each sort of another kind of thing is some kilobytes.

/// The list in order; what is equal stays as it stands.
pub(crate) fn sorted<T>(list: Vec<T>, before: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::with_capacity(list.len());
    for one in list {
        let place = sorted.partition_point(|other| !before(&one, other));
        sorted.insert(place, one);
    }
    sorted
}
