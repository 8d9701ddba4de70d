use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use foundation::context::ClientAddress;

/// Works out for every request which network address it came from.
pub fn with_client_addresses(router: Router, trusted: Vec<IpAddr>) -> Router {
    // Sockets that take both versions name addresses of version 4 in the form of version 6.
    let trusted: Vec<IpAddr> = trusted.iter().map(IpAddr::to_canonical).collect();
    router.layer(from_fn_with_state(Arc::new(trusted), pass))
}

async fn pass(State(trusted): State<Arc<Vec<IpAddr>>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let address = client(peer.ip().to_canonical(), request.headers(), &trusted);
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// The peer; where it is a proxy of ours, the last one in `X-Forwarded-For` that is none. What stands further left anybody
/// may have written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut known = peer;
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.iter().rev() {
        if !trusted.contains(&known) {
            break;
        }
        // What cannot be read was not written by a proxy of ours: the last one known stands.
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        known = address.to_canonical();
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<IpAddr> = trusted.iter().map(|address| address.parse().unwrap()).collect();
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_proxy_of_ours_is_believed() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &["10.0.0.7"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.7", &["198.51.100.1"], &["10.0.0.7"]), "198.51.100.1");
    }

    #[test]
    fn what_a_visitor_wrote_into_the_header_is_not_believed() {
        let proxies = ["10.0.0.7", "10.0.0.8"];
        assert_eq!(seen("10.0.0.7", &["1.2.3.4, 198.51.100.1, 10.0.0.8"], &proxies), "198.51.100.1");
        assert_eq!(seen("10.0.0.7", &["1.2.3.4", "198.51.100.1"], &proxies), "198.51.100.1");
        assert_eq!(seen("10.0.0.7", &["nonsense"], &proxies), "10.0.0.7");
        assert_eq!(seen("10.0.0.7", &[], &proxies), "10.0.0.7");
    }
}
