//! Owns turning the bytes of a page into text: by byte order mark, header, `<meta>`, or else as UTF-8.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

/// Bytes in which a page has to declare its encoding, as browsers see it.
const PRESCANNED: usize = 1024;

/// The text of a page; none where its encoding is unknown or the bytes are not in it.
pub(super) fn decode(body: &[u8], content_type: Option<&str>) -> Option<String> {
    let (encoding, body) = match Encoding::for_bom(body) {
        Some((encoding, length)) => (encoding, body.get(length..)?),
        None => {
            let declared = content_type.and_then(charset).or_else(|| in_meta(body));
            let encoding = match declared {
                Some(label) => Encoding::for_label(label.as_bytes())?,
                None => UTF_8,
            };
            (encoding, body)
        }
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(body);
    // One bad byte in a comment does not make a page unreadable; many say that it is in another encoding.
    let is_wrong = || text.chars().filter(|c| *c == '\u{fffd}').count() * 200 > text.chars().count();
    (!had_errors || !is_wrong()).then(|| text.into_owned())
}

/// The charset of `text/html; charset="utf-8"`.
fn charset(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let value = lower.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("charset"))?;
    let value = value.trim_start().strip_prefix('=')?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// The charset that a `<meta>` in the first bytes declares.
fn in_meta(body: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&body[..body.len().min(PRESCANNED)]).to_ascii_lowercase();
    let tags = head.split("<meta").skip(1).filter_map(|rest| rest.split('>').next());
    let label = tags.filter_map(|tag| {
        let value = tag.split("charset").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches(['"', '\'']);
        let label: String = value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
        (!label.is_empty()).then_some(label)
    });
    // As browsers do: a page whose `<meta>` can be read is not in UTF-16, whatever it says.
    label.into_iter().next().map(|label| match Encoding::for_label(label.as_bytes()) {
        Some(encoding) if encoding == UTF_16BE || encoding == UTF_16LE => "utf-8".to_owned(),
        Some(encoding) if encoding == X_USER_DEFINED => "windows-1252".to_owned(),
        _ => label,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_header_meta_and_habit_say_the_encoding_in_this_order() {
        // `é` in Latin-1 and in UTF-8.
        assert_eq!(decode(b"\xe9", Some("text/html; charset=\"ISO-8859-1\"")).as_deref(), Some("é"));
        assert_eq!(decode(b"\xc3\xa9", None).as_deref(), Some("é"));
        assert_eq!(decode(b"\xef\xbb\xbf\xc3\xa9", Some("text/html; charset=latin1")).as_deref(), Some("é"));
        let meta = b"<META http-equiv=content-type content='text/html; charset=latin1'>\xe9";
        assert!(decode(meta, Some("text/html")).is_some_and(|text| text.ends_with('é')));
        let meta = b"<meta charset=utf-16>\xc3\xa9";
        assert!(decode(meta, None).is_some_and(|text| text.ends_with('é')));
    }

    #[test]
    fn shift_jis_by_meta_alone_is_decoded() {
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("<meta charset=\"Shift_JIS\"><title>はじめての表</title>");
        assert!(decode(&bytes, Some("text/html")).is_some_and(|text| text.contains("はじめての表")));
    }

    #[test]
    fn what_is_in_no_encoding_is_not_guessed() {
        assert_eq!(decode(b"a", Some("text/html; charset=no-such")), None);
        assert_eq!(decode(&[0xff; 300], None), None);
        // A single bad byte in a long page.
        let mut page = vec![b'a'; 1000];
        page[500] = 0xff;
        assert!(decode(&page, None).is_some());
    }
}
