//! A small client of HTTP/1.1: one connection that stays, JSON in and out.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;

/// One connection to the shop.
pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Client {
    pub fn connect(address: SocketAddr) -> Result<Self, Box<dyn Error>> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), host: address.to_string() })
    }

    /// Gets a file.
    pub fn get(&mut self, path: &str) -> Result<Vec<u8>, Box<dyn Error>> {
        self.send("GET", path, "", "")
    }

    /// Posts JSON, with a cookie if there is one, and reads JSON.
    pub fn post(&mut self, path: &str, cookie: &str, body: &Value) -> Result<Value, Box<dyn Error>> {
        Ok(serde_json::from_slice(&self.send("POST", path, cookie, &body.to_string())?)?)
    }

    fn send(
        &mut self,
        method: &str,
        path: &str,
        cookie: &str,
        body: &str,
    ) -> Result<Vec<u8>, Box<dyn Error>> {
        let host = &self.host;
        let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
        let length = body.len();
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: text/plain\r\n{cookie}");
        let request = format!("{head}content-length: {length}\r\n\r\n{body}");
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let mut length = 0;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(told) = line.strip_prefix("content-length:") {
                length = told.trim().parse()?;
            }
        }
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        if status.split(' ').nth(1) != Some("200") {
            return Err(format!("{method} {path}: {status}: {}", String::from_utf8_lossy(&bytes)).into());
        }
        Ok(bytes)
    }

    fn line(&mut self) -> Result<String, Box<dyn Error>> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}
