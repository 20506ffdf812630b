//! The rows of a log: `session_id,item_id,timestamp`, plain or compressed, in any order.
//!
//! Rows are sorted by session and time; of rows that are equal in all three, one counts. Times in
//! milliseconds are seen as such. What lies beyond 2100, or cannot be read, is refused with its line.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use attar::ProductId;
use flate2::bufread::MultiGzDecoder;

/// From here on a number is no time in seconds: they would be in the year 5138.
const MILLISECONDS: i64 = 100_000_000_000;
/// The year 2100: one row beyond it would make all others old.
const LATEST: i64 = 4_102_444_800;

/// The sessions of a file, ascending by their number.
#[derive(Debug, Default)]
pub struct Log {
    /// Each with its items in order of time.
    pub sessions: Vec<Session>,
    /// How many rows were read.
    pub rows: usize,
}

/// One session.
#[derive(Debug)]
pub struct Session {
    /// When it ended, in Unix seconds.
    pub end: i64,
    /// What was met in it.
    pub items: Vec<ProductId>,
}

/// Of one session: when, on which line, what.
type Met = (i64, usize, ProductId);

impl Log {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, String> {
        let refused = |why: String| format!("{}: {why}", path.display());
        let file = File::open(path).map_err(|error| refused(error.to_string()))?;
        let reader = plain(BufReader::new(file)).map_err(|error| refused(error.to_string()))?;
        Self::of(reader).map_err(refused)
    }

    /// Reads rows.
    fn of(reader: impl BufRead) -> Result<Self, String> {
        let mut lines = (1..).zip(reader.lines());
        let header = lines.next().ok_or("the file is empty")?.1.map_err(|error| error.to_string())?;
        let columns = Columns::of(header.trim_start_matches('\u{feff}'))?;
        let mut sessions: BTreeMap<u64, Vec<Met>> = BTreeMap::new();
        let mut rows = 0;
        for (line, text) in lines {
            let refused = |why: String| format!("line {line}: {why}");
            let text = text.map_err(|error| refused(error.to_string()))?;
            if text.trim().is_empty() {
                continue;
            }
            let (session, item, at) = columns.row(&text).map_err(refused)?;
            sessions.entry(session).or_default().push((at, line, item));
            rows += 1;
        }
        match rows {
            0 => Err("the file has a header and no rows".into()),
            _ => Ok(Self { sessions: sessions.into_values().map(Session::of).collect(), rows }),
        }
    }

    /// When the last session ended, in Unix seconds.
    pub fn end(&self) -> i64 {
        self.sessions.iter().map(|session| session.end).max().unwrap_or_default()
    }
}

impl Session {
    fn of(mut met: Vec<Met>) -> Self {
        met.sort_unstable();
        let mut seen = std::collections::BTreeSet::new();
        met.retain(|(at, _, item)| seen.insert((*at, *item)));
        let end = met.last().map_or(0, |(at, ..)| *at);
        Self { end, items: met.into_iter().map(|(.., item)| item).collect() }
    }
}

/// What is in the file, if it is compressed.
fn plain(mut reader: BufReader<File>) -> std::io::Result<Box<dyn BufRead>> {
    let compressed = reader.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let inside: Box<dyn Read> =
        if compressed { Box::new(MultiGzDecoder::new(reader)) } else { Box::new(reader) };
    Ok(Box::new(BufReader::with_capacity(1 << 16, inside)))
}

/// Where the three columns stand.
struct Columns([usize; 3]);

impl Columns {
    fn of(header: &str) -> Result<Self, String> {
        let names: Vec<&str> = header.split(',').map(bare).collect();
        let place = |name: &str| {
            let place = names.iter().position(|found| *found == name);
            place.ok_or_else(|| format!("line 1: there is no column `{name}` in `{header}`"))
        };
        Ok(Self([place("session_id")?, place("item_id")?, place("timestamp")?]))
    }

    fn row(&self, text: &str) -> Result<(u64, ProductId, i64), String> {
        let cells: Vec<&str> = text.split(',').map(bare).collect();
        let [session, item, at] = self.0.map(|place| cells.get(place).copied().unwrap_or_default());
        Ok((number("session_id", session)?, ProductId(number("item_id", item)?), seconds(at)?))
    }
}

fn bare(cell: &str) -> &str {
    cell.trim().trim_matches('"')
}

fn number<T: std::str::FromStr>(column: &str, cell: &str) -> Result<T, String> {
    cell.parse().map_err(|_| format!("`{column}` must be a whole number from 0, not `{cell}`"))
}

fn seconds(cell: &str) -> Result<i64, String> {
    let at = cell.parse::<i64>().map(|at| if at >= MILLISECONDS { at / 1_000 } else { at });
    match at {
        Ok(at) if at < 0 => Err(format!("`timestamp` must not be before 1970, and is `{cell}`")),
        Ok(at) if at > LATEST => {
            Err(format!("`timestamp` must be Unix seconds or milliseconds before 2100, and is `{cell}`"))
        }
        Ok(at) => Ok(at),
        Err(_) => Err(format!("`timestamp` must be Unix seconds, not `{cell}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Vec<u32>>, String> {
        let log = Log::of(text.as_bytes())?;
        let items = |session: &Session| session.items.iter().map(|item| item.0).collect();
        Ok(log.sessions.iter().map(items).collect())
    }

    #[test]
    fn rows_come_in_any_order_and_equal_ones_count_once() {
        let rows = "session_id,item_id,timestamp\n9,3,30\n1,7,2\n9,5,20\n9,3,30\n";
        assert_eq!(read(rows), Ok(vec![vec![7], vec![5, 3]]));
    }

    #[test]
    fn milliseconds_are_seen_as_such() {
        let log = Log::of("timestamp,item_id,session_id\n1592671441000,1,1\n".as_bytes()).expect("rows");
        assert_eq!(log.end(), 1_592_671_441);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_line() {
        let refused =
            |rows: &str| read(&format!("session_id,item_id,timestamp\n{rows}")).expect_err("refused");
        assert_eq!(refused("1,2,3\n1,-2,3"), "line 3: `item_id` must be a whole number from 0, not `-2`");
        assert_eq!(refused("1,2"), "line 2: `timestamp` must be Unix seconds, not ``");
        let late = "line 2: `timestamp` must be Unix seconds or milliseconds before 2100, and is";
        for at in ["99999999999", "1592671441000000", "9223372036854775807"] {
            assert_eq!(refused(&format!("1,2,{at}")), format!("{late} `{at}`"));
        }
        assert_eq!(refused(""), "the file has a header and no rows");
        assert_eq!(read("").expect_err("refused"), "the file is empty");
        assert!(
            read("a,b\n1,2").expect_err("refused").starts_with("line 1: there is no column `session_id`")
        );
    }
}
