//! What is done in the background: asked for in a row of the same transaction as the act that needs it, done by whichever
//! process takes it, watched, cancelled, reported.
