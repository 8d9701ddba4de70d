//! Tests of this room over both engines.

mod arriving;
mod calling;
mod race;
mod support;
mod watching;
