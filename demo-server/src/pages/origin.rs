//! A form counts only when it came from a page of this shop.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

/// Refuses whatever changes something and says that it comes from elsewhere.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    if reads || is_own(request.headers()) {
        return next.run(request).await;
    }
    Problem::WrongOrigin.into_response()
}

/// Browsers name the origin of every form they post; programs that name none have no cookies of ours to misuse.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let Some(origin) = text(ORIGIN) else { return true };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && host == text(HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, axum::http::HeaderValue::from_static("shop.example:8080"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, axum::http::HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn only_the_shops_own_host_is_its_origin() {
        assert!(is_own(&headers(None)));
        assert!(is_own(&headers(Some("http://shop.example:8080"))));
        for other in ["null", "http://shop.example", "http://evil.example", "shop.example:8080", ""] {
            assert!(!is_own(&headers(Some(other))), "{other}");
        }
    }
}
