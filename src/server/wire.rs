//! Owns the bytes between client and server: each message after a head that says how long it is. What cannot be read is
//! answered or skipped, and never ends the conversation.

use std::io::{self, BufRead, Read, Write};

use crossbeam_channel::{Receiver, Sender};
use gen_lsp_types::MessageType;
use lsp_server::{ErrorCode, Message, RequestId, Response};

use crate::server::message::{log, show};

/// Bytes of the longest message that is read: several times an issue that is refused, in the escapes of JSON.
const MOST_BYTES: u64 = 128 << 20;

/// Bytes of the longest line of a head.
const LONGEST_HEAD_LINE: u64 = 4096;

/// Reads messages and passes them on, until the stream ends or nobody takes them.
///
/// # Errors
///
/// Those of the stream.
pub(super) fn read(stream: &mut impl BufRead, messages: &Sender<Message>, answers: &Sender<Message>) -> io::Result<()> {
    while let Some(length) = read_head(stream)? {
        if length > MOST_BYTES {
            io::copy(&mut stream.take(length), &mut io::sink())?;
            let text = format!("a message of {length} bytes was not read; close the file and open a smaller one");
            let _ = answers.send(show(MessageType::Error, &text));
            continue;
        }
        let mut body = Vec::new();
        if stream.take(length).read_to_end(&mut body)? as u64 != length {
            return Ok(());
        }
        let is_taken = match parse(&body) {
            Ok(message) => {
                let is_exit = matches!(&message, Message::Notification(notification) if notification.method == "exit");
                messages.send(message).is_ok() && !is_exit
            }
            Err(answer) => answers.send(answer).is_ok(),
        };
        if !is_taken {
            return Ok(());
        }
    }
    Ok(())
}

/// Writes the messages that are to be sent, until there will be no more or nobody reads them.
///
/// # Errors
///
/// Those of the stream.
pub(super) fn write(stream: &mut impl Write, messages: &Receiver<Message>) -> io::Result<()> {
    for message in messages {
        message.write(stream)?;
    }
    Ok(())
}

/// The length of the next message; none at the end of the stream. Lines that are not of a head are skipped.
fn read_head(stream: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if stream.take(LONGEST_HEAD_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if let Some((name, value)) = line.split_once(':') {
            if name.trim().eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok();
            }
        } else if line.is_empty() && length.is_some() {
            return Ok(length);
        }
    }
}

/// The message in the body; where there is none, what to answer.
fn parse(body: &[u8]) -> Result<Message, Message> {
    let body = String::from_utf8_lossy(body);
    let text = without_lone_surrogates(&body);
    serde_json::from_str(&text).map_err(|error| {
        let id = serde_json::from_str::<serde_json::Value>(&text).ok().and_then(|value| {
            let id = value.get("id")?;
            serde_json::from_value::<RequestId>(id.clone()).ok()
        });
        match id {
            Some(id) => Response::new_err(id, ErrorCode::InvalidRequest as i32, error.to_string()).into(),
            None => log(MessageType::Error, &format!("a message could not be read: {error}")),
        }
    })
}

/// The text with half of each pair of escapes that is alone replaced by U+FFFD, which is as long: an editor that
/// counts in UTF-16 can delete one half of an emoji, and JSON has no such character.
fn without_lone_surrogates(text: &str) -> std::borrow::Cow<'_, str> {
    let surrogate = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok().filter(|unit| (0xd800..0xe000).contains(unit))
    };
    let mut replaced = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(next) = memchr::memchr(b'\\', &text.as_bytes()[at..]) {
        at += next;
        match surrogate(at) {
            Some(0xd800..0xdc00) if surrogate(at + 6).is_some_and(|unit| unit >= 0xdc00) => at += 12,
            Some(_) => {
                replaced.push_str(&text[copied..at]);
                replaced.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            // An escape that may itself be of a backslash.
            None => at = text.len().min(at + 2),
        }
    }
    if copied == 0 {
        return text.into();
    }
    replaced.push_str(&text[copied..]);
    replaced.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// The methods of the messages that are passed on, and what is answered.
    fn exchange(stream: &str) -> (Vec<String>, Vec<String>) {
        let (messages, passed) = crossbeam_channel::unbounded();
        let (answers, answered) = crossbeam_channel::unbounded();
        let ended = read(&mut stream.as_bytes(), &messages, &answers);
        drop((messages, answers));
        assert!(ended.is_ok(), "{ended:?}");
        let method = |message: Message| match message {
            Message::Request(request) => request.method,
            Message::Notification(notification) => notification.method,
            Message::Response(response) => format!("{:?}", response.response_result.map_err(|error| error.code)),
        };
        (passed.iter().map(method).collect(), answered.iter().map(method).collect())
    }

    #[test]
    fn what_cannot_be_read_is_answered_and_the_next_message_read() {
        let stream = [
            "noise\r\n",
            "Content-Type: x\r\nCONTENT-LENGTH:2\r\n\r\n{}",
            &framed("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":3}"),
            &framed("not JSON"),
            &framed("{\"jsonrpc\":\"2.0\",\"method\":\"next\"}"),
            &format!("Content-Length: {}\r\n\r\n", 1_u64 << 40),
        ];
        let (passed, answered) = exchange(&stream.concat());
        assert_eq!(passed, ["next"]);
        assert_eq!(answered, ["window/logMessage", "Err(-32600)", "window/logMessage", "window/showMessage"]);
    }

    #[test]
    fn a_message_that_is_cut_off_ends_the_reading() {
        assert_eq!(exchange("Content-Length: 20\r\n\r\n{}"), (Vec::new(), Vec::new()));
        let both = framed("{\"method\":\"exit\"}") + &framed("{\"method\":\"late\"}");
        assert_eq!(exchange(&both).0, ["exit"]);
    }

    #[test]
    fn half_a_pair_becomes_a_character_of_the_same_length() {
        let read = |text: &str| {
            let text = without_lone_surrogates(text).into_owned();
            serde_json::from_str::<String>(&text).unwrap_or(text)
        };
        assert_eq!(read(r#""a\ud83eb""#), "a\u{fffd}b");
        assert_eq!(read(r#""\udd80\uD83E\uDD80\ud83e""#), "\u{fffd}🦀\u{fffd}");
        assert_eq!(read(r#""\\ud83e \"é""#), "\\ud83e \"é");
    }
}
