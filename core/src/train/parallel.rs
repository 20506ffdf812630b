//! Rows shared out to threads. Each row is made alone and the rows keep their order, so what comes
//! out does not depend on how many threads there are.

use core::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A thread takes this many rows at a time.
const SHARE: usize = 64;

/// The result of every row from 0 to `rows`, each thread with a scratch of its own.
pub(super) fn map_rows<S, T: Send>(
    threads: usize,
    rows: usize,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take_shares = || {
        let (mut scratch, mut shares) = (scratch(), Vec::new());
        loop {
            let from = next.fetch_add(SHARE, Ordering::Relaxed);
            if from >= rows {
                return shares;
            }
            let results = (from..rows.min(from + SHARE)).map(|row| work(&mut scratch, row));
            shares.push((from, results.collect::<Vec<T>>()));
        }
    };
    let mut shares = in_threads(threads.min(rows.div_ceil(SHARE)), &take_shares);
    shares.sort_unstable_by_key(|(from, _)| *from);
    shares.into_iter().flat_map(|(_, results)| results).collect()
}

fn in_threads<T: Send>(threads: usize, work: &(impl Fn() -> Vec<T> + Sync)) -> Vec<T> {
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            all.extend(other.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause)));
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_order_on_any_number_of_threads() {
        for threads in [1, 2, 8] {
            let squares = map_rows(threads, 1_000, || (), |(), row| row * row);
            assert!(squares.iter().enumerate().all(|(row, square)| *square == row * row));
            assert_eq!(squares.len(), 1_000);
        }
    }
}
