//! As much HTTP as the tests speak: one connection, one request after another.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// An open connection.
#[derive(Debug)]
pub struct Line(BufReader<TcpStream>);

impl Line {
    /// Connects.
    pub fn to(addr: &str) -> Result<Self> {
        let stream = TcpStream::connect(addr)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// The port on this side.
    pub fn port(&self) -> u16 {
        self.0.get_ref().local_addr().expect("an address").port()
    }

    /// Sends a body and waits for the answer: its status, and what it says.
    pub fn post(&mut self, path: &str, body: &Value) -> Result<(u16, Value)> {
        self.post_as(path, "", body)
    }

    /// The same with a header more, or none.
    pub fn post_as(&mut self, path: &str, header: &str, body: &Value) -> Result<(u16, Value)> {
        let (status, bytes) = self.send(path, header, &body.to_string())?;
        Ok((status, serde_json::from_slice(&bytes).map_err(Error::other)?))
    }

    /// The same with a body that is JSON already, and the answer as it comes.
    pub fn send(&mut self, path: &str, header: &str, body: &str) -> Result<(u16, Vec<u8>)> {
        let (length, end) = (body.len(), if header.is_empty() { "" } else { "\r\n" });
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n{header}{end}\
             content-length: {length}\r\n\r\n{body}"
        );
        self.0.get_mut().write_all(request.as_bytes())?;
        self.read()
    }

    /// Asks for an address: the status, and the text.
    pub fn get(&mut self, path: &str) -> Result<(u16, String)> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: shop\r\n\r\n");
        self.0.get_mut().write_all(request.as_bytes())?;
        let (status, bytes) = self.read()?;
        Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn read(&mut self) -> Result<(u16, Vec<u8>)> {
        let status = self.head()?.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut length = 0;
        loop {
            let line = self.head()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(number) = line.strip_prefix("content-length:") {
                length = number.trim().parse().map_err(Error::other)?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((status.ok_or(ErrorKind::InvalidData)?, body))
    }

    fn head(&mut self) -> Result<String> {
        let mut line = String::new();
        match self.0.read_line(&mut line)? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end().to_owned()),
        }
    }
}
