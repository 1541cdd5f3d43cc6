//! Owns the language server: it keeps the texts that an editor holds, and says of each what the linter says.
//!
//! It is synchronous. `wire` reads and writes messages on threads of their own; [`serve`] works on one after the other,
//! on a stack that is large enough for any text. A request may be cancelled while it waits or is worked on. What goes
//! wrong in one request is answered, and does not end the others.

use std::io;
use std::process::ExitCode;

use lsp_server::Connection;

mod actions;
mod address;
mod client;
mod complete;
mod diagnostics;
mod encoding;
mod fixes;
mod hover;
mod inbox;
mod message;
mod open;
mod outline;
mod session;
mod settings;
mod surroundings;
mod view;
mod wire;

use crate::guard;

/// Serves the client at standard input and output until it says that it leaves, or is gone.
///
/// The code is 0 where it said `shutdown` before, as the protocol wants it.
#[must_use]
pub fn run() -> ExitCode {
    let (client, server) = Connection::memory();
    let Connection { sender: messages, receiver: answers } = client;
    let refusals = server.sender.clone();
    // Reading waits for the client, and is left alone at the end.
    std::thread::spawn(move || {
        // Who cannot be read any more is gone.
        let _ = wire::read(&mut io::stdin().lock(), &messages, &refusals);
    });
    let writer = std::thread::spawn(move || wire::write(&mut io::stdout().lock(), &answers));
    let was_shut_down = serve(server);
    // What was answered last is still to be written.
    let _ = writer.join();
    if was_shut_down { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Serves the client at the other end until it leaves. True where it said `shutdown` before.
#[must_use]
pub fn serve(connection: Connection) -> bool {
    let mut was_shut_down = false;
    guard::on_large_stack(|| was_shut_down = session::run(connection));
    was_shut_down
}
