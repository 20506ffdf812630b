//! Cookies of pages that come over HTTPS go nowhere else: they are marked `Secure`.

use axum::extract::{Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// How it is known that a page comes over HTTPS.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Https {
    /// All do.
    pub always: bool,
    /// A proxy says it in `X-Forwarded-Proto`, whose last word is the one that it put there itself.
    pub behind_proxy: bool,
}

impl Https {
    fn holds(self, headers: &HeaderMap) -> bool {
        let said =
            headers.get_all("x-forwarded-proto").iter().next_back().and_then(|value| value.to_str().ok());
        let last = said.and_then(|said| said.rsplit(',').next()).map(str::trim);
        self.always || self.behind_proxy && last.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
    }
}

/// Marks every cookie of an answer that goes over HTTPS.
pub(crate) async fn secure(State(https): State<Https>, request: Request, next: Next) -> Response {
    let holds = https.holds(request.headers());
    let mut answer = next.run(request).await;
    if holds {
        mark(answer.headers_mut());
    }
    answer
}

fn mark(headers: &mut HeaderMap) {
    let marked =
        |cookie: &HeaderValue| HeaderValue::from_bytes(&[cookie.as_bytes(), b"; Secure"].concat()).ok();
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().filter_map(marked).collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        headers.append(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware;
    use axum::response::AppendHeaders;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn cookies(https: Https, proto: Option<&str>) -> Vec<String> {
        let two = async || AppendHeaders([(SET_COOKIE, "a=1; Path=/"), (SET_COOKIE, "b=2; HttpOnly")]);
        let router = Router::new().route("/", get(two)).layer(middleware::from_fn_with_state(https, secure));
        let mut request = Request::builder().uri("/");
        if let Some(proto) = proto {
            request = request.header("x-forwarded-proto", proto);
        }
        let answer =
            router.oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        let all = answer.headers().get_all(SET_COOKIE).iter();
        all.map(|cookie| cookie.to_str().expect("text").to_owned()).collect()
    }

    #[tokio::test]
    async fn cookies_are_secure_where_pages_come_over_https() {
        let (plain, marked) =
            (["a=1; Path=/", "b=2; HttpOnly"], ["a=1; Path=/; Secure", "b=2; HttpOnly; Secure"]);
        let proxy = Https { behind_proxy: true, ..Https::default() };
        let always = Https { always: true, ..Https::default() };
        assert_eq!(cookies(proxy, Some("https")).await, marked);
        assert_eq!(cookies(proxy, Some("http, HTTPS")).await, marked, "the last word is the proxy's");
        assert_eq!(cookies(proxy, Some("https, http")).await, plain, "what a caller says counts for nothing");
        assert_eq!(cookies(proxy, None).await, plain);
        assert_eq!(cookies(Https::default(), Some("https")).await, plain, "there is no proxy to believe");
        assert_eq!(cookies(always, None).await, marked);
    }
}
