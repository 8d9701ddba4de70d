//! `yitong`: see `yitong --help`.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    server::cli::Arguments::parse().run()
}
