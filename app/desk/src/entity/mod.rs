pub(super) mod saved_filter;
