//! The inverse of a large symmetric positive definite matrix, in fixed blocks: the same bytes on any
//! number of threads.

use std::thread;

use faer::linalg::matmul::matmul;
use faer::linalg::solvers::DenseSolveCore;
use faer::{Accum, Mat, MatMut, MatRef, Par, Side};

/// Matrices up to this size are factored as a whole.
const SMALL: usize = 256;
/// A thread multiplies so many columns at a time.
const CHUNK: usize = 256;

/// The inverse, or nothing where the matrix is not positive definite.
///
/// By halves, with the Schur complement `S = A22 - A21 A11^-1 A12`: as many multiplications as by
/// Cholesky, nearly all of them in large products.
pub(super) fn inverse(matrix: MatRef<'_, f32>, threads: usize) -> Option<Mat<f32>> {
    let size = matrix.nrows();
    if size <= SMALL {
        return Some(matrix.llt(Side::Lower).ok()?.inverse());
    }
    let half = (size / 2).next_multiple_of(64);
    let (a11, _, a21, a22) = matrix.split_at(half, half);
    let first = inverse(a11, threads)?;
    let across = product(a21, first.as_ref(), threads);
    let mut rest = a22.to_owned();
    subtract_symmetric(rest.as_mut(), across.as_ref(), a21.transpose(), threads);
    let second = inverse(rest.as_ref(), threads)?;
    let corner = product(second.as_ref(), across.as_ref(), threads);
    let mut whole = Mat::zeros(size, size);
    let (mut w11, w12, mut w21, mut w22) = whole.as_mut().split_at_mut(half, half);
    w11.copy_from(&first);
    // corner = S^-1 W is what stands, negated, beside the diagonal: first + W' S^-1 W.
    add_symmetric(w11, across.as_ref().transpose(), corner.as_ref(), threads);
    w21.copy_from(-&corner);
    { w12 }.copy_from(w21.as_ref().transpose());
    w22.copy_from(&second);
    Some(whole)
}

fn product(left: MatRef<'_, f32>, right: MatRef<'_, f32>, threads: usize) -> Mat<f32> {
    let mut product = Mat::zeros(left.nrows(), right.ncols());
    in_chunks(product.as_mut(), threads, |columns, at| {
        let right = right.subcols(at, columns.ncols());
        matmul(columns, Accum::Replace, left, right, 1.0, Par::Seq);
    });
    product
}

fn add_symmetric(to: MatMut<'_, f32>, left: MatRef<'_, f32>, right: MatRef<'_, f32>, threads: usize) {
    symmetric(to, left, right, 1.0, threads);
}

fn subtract_symmetric(from: MatMut<'_, f32>, left: MatRef<'_, f32>, right: MatRef<'_, f32>, threads: usize) {
    symmetric(from, left, right, -1.0, threads);
}

/// Adds a multiple of a product that is known to be symmetric: below the diagonal it is computed,
/// above it is copied.
fn symmetric(
    mut to: MatMut<'_, f32>,
    left: MatRef<'_, f32>,
    right: MatRef<'_, f32>,
    by: f32,
    threads: usize,
) {
    in_chunks(to.as_mut(), threads, |columns, at| {
        let (rows, width) = (columns.nrows() - at, columns.ncols());
        let below = columns.subrows_mut(at, rows);
        matmul(below, Accum::Add, left.subrows(at, rows), right.subcols(at, width), by, Par::Seq);
    });
    for column in 0..to.ncols() {
        for row in 0..column {
            to[(row, column)] = to[(column, row)];
        }
    }
}

/// Works on each chunk of columns, which begin at the given one; threads take turns.
fn in_chunks(to: MatMut<'_, f32>, threads: usize, work: impl Fn(MatMut<'_, f32>, usize) + Sync) {
    let mut turns: Vec<Vec<_>> = (0..threads).map(|_| Vec::new()).collect();
    let mut rest = to;
    let mut at = 0;
    while rest.ncols() > 0 {
        let width = rest.ncols().min(CHUNK);
        let (chunk, others) = rest.split_at_col_mut(width);
        turns[at / CHUNK % threads].push((chunk, at));
        (rest, at) = (others, at + width);
    }
    let work = &work;
    thread::scope(|scope| {
        for turn in turns {
            scope.spawn(move || turn.into_iter().for_each(|(chunk, at)| work(chunk, at)));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ones on the diagonal, and a little less the farther from it.
    fn matrix(size: usize) -> Mat<f32> {
        Mat::from_fn(size, size, |row, column| {
            let far = row.abs_diff(column) as f32;
            if far == 0.0 { 3.0 } else { 1.0 / (1.0 + far) }
        })
    }

    #[test]
    fn an_inverse_times_its_matrix_is_one() {
        let matrix = matrix(700);
        let inverse = inverse(matrix.as_ref(), 2).expect("positive definite");
        let one = product(inverse.as_ref(), matrix.as_ref(), 1);
        for row in 0..700 {
            for column in 0..700 {
                let expected = if row == column { 1.0 } else { 0.0 };
                assert!((one[(row, column)] - expected).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn it_is_the_same_to_the_bit_on_any_number_of_threads() {
        let matrix = matrix(1_000);
        let inverse = |threads| inverse(matrix.as_ref(), threads).expect("positive definite");
        let one = inverse(1);
        assert!(one == inverse(2) && one == inverse(8));
    }

    #[test]
    fn what_is_not_positive_definite_has_none() {
        assert!(inverse(Mat::<f32>::zeros(3, 3).as_ref(), 1).is_none());
    }
}
