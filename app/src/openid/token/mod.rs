//! The token endpoint (RFC 6749 §3.2) and how applications prove who they are there.

mod authenticate;
