mod front;
mod keys;
