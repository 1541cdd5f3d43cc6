//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    twir_lint::cli::run()
}
