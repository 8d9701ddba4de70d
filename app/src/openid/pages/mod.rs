//! Pages of the provider: what residents agree to, and the applications they are connected with.
