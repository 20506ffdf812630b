//! Where a webhook may lead: to the web, and not into the network that the shop stands in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::Uri;

/// The longest address.
const LONGEST: usize = 500;

/// Why an address is none that may be told of orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It is none at all.
    #[error("an address is `https://` or `http://` and a host, 500 bytes at most, without name and password")]
    NoUrl,
    /// It leads to a private network.
    #[error("the address leads to a private network: `--allow-private-webhooks` allows that")]
    Private,
}

/// An address of the web, if it may be told.
pub(super) fn checked(text: &str, private: bool) -> Result<Uri, UrlError> {
    let uri: Uri = text.parse().map_err(|_| UrlError::NoUrl)?;
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    let authority = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
    let odd = authority.contains('@') || text.contains(['#', '\\']) || text.len() > LONGEST;
    if !web || odd || host(&uri).is_empty() {
        return Err(UrlError::NoUrl);
    }
    if !private && is_local(host(&uri)) {
        return Err(UrlError::Private);
    }
    Ok(uri)
}

/// The host of an address; that of IPv6 without its brackets.
pub(super) fn host(uri: &Uri) -> &str {
    let host = uri.host().unwrap_or_default();
    host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host)
}

/// Its port; that of the scheme, if it names none.
pub(super) fn port(uri: &Uri) -> u16 {
    let usual = if uri.scheme_str() == Some("https") { 443 } else { 80 };
    uri.port_u16().unwrap_or(usual)
}

/// Whether a host says by itself that it is near. What a name leads to is judged when it is resolved.
fn is_local(host: &str) -> bool {
    if let Ok(address) = host.parse::<IpAddr>() {
        return !is_public(address);
    }
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    let ends = [".localhost", ".local", ".internal", ".home.arpa"];
    name == "localhost" || !name.contains('.') || ends.iter().any(|end| name.ends_with(end))
}

/// Whether anybody on the internet could reach it.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => is_public_four(four),
        IpAddr::V6(six) => is_public_six(six),
    }
}

/// The registry of special addresses (RFC 6890).
fn is_public_four(four: Ipv4Addr) -> bool {
    let [a, b, c, _] = four.octets();
    let special = four.is_private()
        || four.is_loopback()
        || four.is_link_local()
        || four.is_documentation()
        || four.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

/// Of IPv6 only what is given out (2000::/3), without what holds an address of IPv4 or is for papers.
fn is_public_six(six: Ipv6Addr) -> bool {
    let [a, b, ..] = six.segments();
    let given_out = a & 0xe000 == 0x2000;
    let special = a == 0x2002 || (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || (a == 0x3fff && b < 0x1000);
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_told_and_no_password_with_it() {
        for good in [
            "https://hooks.example.org/a?b=c",
            "http://example.org",
            "https://example.org:8443/",
            "https://1.1.1.1/",
        ] {
            assert!(checked(good, false).is_ok(), "{good}");
        }
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        for bad in [
            "",
            "example.org",
            "/path",
            "ftp://example.org",
            "file:///etc/passwd",
            "gopher://example.org",
            "https://",
            "https://ada:secret@example.org/",
            "https://example.org@127.0.0.1/",
            "https://example.org/#a",
            "https://example.org\\@evil.example/",
            "https://exa mple.org/",
            &long,
        ] {
            assert_eq!(checked(bad, true).map(drop), Err(UrlError::NoUrl), "{bad}");
        }
    }

    #[test]
    fn what_names_a_near_host_is_refused_unless_allowed() {
        for near in [
            "http://localhost/",
            "http://LOCALHOST:80/",
            "http://shop.localhost/",
            "http://printer/",
            "http://printer.local./",
            "http://metadata.google.internal/",
            "http://127.0.0.1/",
            "http://10.1.2.3/",
            "http://169.254.169.254/latest",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[fd00::1]/",
        ] {
            assert_eq!(checked(near, false).map(drop), Err(UrlError::Private), "{near}");
            assert!(checked(near, true).is_ok(), "{near}");
        }
    }

    #[test]
    fn special_addresses_are_not_public() {
        let near = [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.9.9.9",
            "169.254.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for near in near {
            assert!(!is_public(near.parse().expect("an address")), "{near}");
        }
        for far in ["1.1.1.1", "100.63.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::1"] {
            assert!(is_public(far.parse().expect("an address")), "{far}");
        }
    }
}
