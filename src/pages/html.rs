//! Owns taking an HTML text apart, with a streaming tokenizer: what its head declares, its first heading, its prose,
//! and the JSON-LD in it.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// The parts of a page that say what it is.
#[derive(Debug, Default)]
pub(super) struct Html {
    /// `lang` of `<html>`.
    pub(super) lang: Option<String>,
    /// The first `<title>`.
    pub(super) title: String,
    /// The first `<h1>`.
    pub(super) heading: String,
    /// `property`, `name`, `itemprop` or `http-equiv` of each `<meta>`, in lower case, with its `content`.
    pub(super) metas: Vec<(String, String)>,
    /// `<link rel=canonical>`.
    pub(super) canonical: Option<String>,
    /// The content of each `<script type="application/ld+json">`.
    pub(super) json_ld: Vec<String>,
    /// The words of the paragraphs, as far as a detector of languages needs them.
    pub(super) prose: String,
    /// Whether it holds a script or an element by which a server asks whether a person is there.
    pub(super) is_challenge: bool,
}

/// Bytes of prose that are kept.
const MOST_PROSE: usize = 16 << 10;

/// Tags `<meta>` that are looked at, and blocks of JSON-LD.
const MOST_METAS: usize = 500;
const MOST_BLOCKS: usize = 50;

/// Attributes of one tag that are looked at.
const MOST_ATTRIBUTES: usize = 50;

/// Bytes of a title or a heading that are kept.
const MOST_TITLE: usize = 4 << 10;

impl Html {
    /// Reads a page. Whatever is wrong with it, what can be read is.
    pub(super) fn read(text: &str) -> Self {
        let mut reader = Reader::default();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
            reader.event(event);
            None
        });
        emitter.naively_switch_states(true);
        for _ in Tokenizer::new_with_emitter(text, emitter) {}
        reader.html
    }

    /// The content of the first `<meta>` of one of these names, tried in their order, that is not empty.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let mut contents = self.metas.iter().filter(|(key, _)| key == name).map(|(_, content)| content.trim());
            contents.find(|content| !content.is_empty())
        })
    }
}

/// Where the words go that are being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Into {
    #[default]
    Nothing,
    Title,
    Heading,
    JsonLd,
    Prose,
}

#[derive(Debug, Default)]
struct Reader {
    html: Html,
    name: Vec<u8>,
    attributes: Vec<(String, String)>,
    into: Into,
    /// Elements that are open and whose words are not the page's prose.
    aside: usize,
    has_title: bool,
    has_heading: bool,
    in_svg: bool,
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Reader {
    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = name.to_vec();
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } if self.attributes.len() < MOST_ATTRIBUTES => {
                self.attributes.push((lossy(name).to_ascii_lowercase(), String::new()));
            }
            CallbackEvent::AttributeValue { value } if self.attributes.len() <= MOST_ATTRIBUTES => {
                if let Some((_, last)) = self.attributes.last_mut() {
                    *last = lossy(value);
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.words(value),
            _ => {}
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn start(&mut self) {
        match self.name.as_slice() {
            b"html" => self.html.lang = self.html.lang.take().or_else(|| self.attribute("lang").map(str::to_owned)),
            b"svg" => self.in_svg = true,
            b"title" if !self.in_svg && !self.has_title => {
                self.has_title = true;
                self.into = Into::Title;
            }
            b"h1" if !self.has_heading => {
                self.has_heading = true;
                self.into = Into::Heading;
            }
            b"meta" if self.html.metas.len() < MOST_METAS => {
                let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| self.attribute(key));
                if let (Some(key), Some(content)) = (key, self.attribute("content")) {
                    self.html.metas.push((key.trim().to_ascii_lowercase(), content.to_owned()));
                }
            }
            b"link" if self.html.canonical.is_none() => {
                let is_canonical = |rel: &str| rel.split_whitespace().any(|rel| rel.eq_ignore_ascii_case("canonical"));
                if self.attribute("rel").is_some_and(is_canonical) {
                    self.html.canonical = self.attribute("href").map(|href| href.trim().to_owned());
                }
            }
            b"script" => {
                let is_json_ld = self.attribute("type").is_some_and(|kind| {
                    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/ld+json")
                });
                self.html.is_challenge |= self.attribute("id") == Some("anubis_challenge");
                if is_json_ld && self.html.json_ld.len() < MOST_BLOCKS {
                    self.html.json_ld.push(String::new());
                    self.into = Into::JsonLd;
                }
            }
            b"p" if self.into == Into::Prose => self.words(b"\n"),
            b"p" if self.aside == 0 && self.into == Into::Nothing => self.into = Into::Prose,
            name if is_aside(name) => self.aside += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        let ends = match self.into {
            Into::Nothing => false,
            Into::Title => name == b"title",
            Into::Heading => name == b"h1",
            Into::JsonLd => name == b"script",
            // A paragraph ends where the element around it does, too.
            Into::Prose => matches!(name, b"p" | b"div" | b"article" | b"section" | b"main" | b"body"),
        };
        if ends {
            if self.into == Into::Prose {
                self.words(b"\n");
            }
            self.into = Into::Nothing;
        }
        match name {
            b"svg" => self.in_svg = false,
            name if is_aside(name) => self.aside = self.aside.saturating_sub(1),
            _ => {}
        }
    }

    fn words(&mut self, value: &[u8]) {
        let add = |text: &mut String, most: usize| {
            if text.len() < most {
                text.push_str(&lossy(&value[..value.len().min(most)]));
            }
        };
        match self.into {
            Into::Title => add(&mut self.html.title, MOST_TITLE),
            Into::Heading => add(&mut self.html.heading, MOST_TITLE),
            Into::JsonLd => {
                if let Some(block) = self.html.json_ld.last_mut() {
                    block.push_str(&lossy(value));
                }
            }
            Into::Prose if self.aside == 0 => add(&mut self.html.prose, MOST_PROSE),
            Into::Prose | Into::Nothing => {}
        }
    }
}

/// Whether the words in an element are not the page's prose.
fn is_aside(name: &[u8]) -> bool {
    matches!(name, b"nav" | b"header" | b"footer" | b"aside" | b"pre" | b"code" | b"noscript" | b"template")
}

/// Text with its character references decoded: `&amp;` is `&`.
pub(super) fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    // As the content of an element in which nothing but character references means anything.
    let mut decoded = String::new();
    let guarded = text.replace('<', "&lt;");
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        if let CallbackEvent::String { value } = event {
            decoded.push_str(&lossy(value));
        }
        None
    });
    emitter.naively_switch_states(false);
    for _ in Tokenizer::new_with_emitter(guarded.as_str(), emitter) {}
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_page_are_found() {
        let html = Html::read(
            "<!doctype html><html LANG=de><head><svg><title>Icon</title></svg><title>Foo &amp; Bar</title>\
             <meta PROPERTY='og:title' content=\"A &quot;B&quot;\"><meta name=x><link rel='alternate canonical' href=/a>\
             <script type='application/ld+json; charset=utf-8'>{\"a\": \"</p>\"}</script><script>\"<title>\"</script></head>\
             <body><nav><p>Home</p></nav><h1>Foo <em>and</em> Bar</h1><p>One <code>two</code> three.<p>Four.</div>no \
             <h1>Next</h1></body>",
        );
        assert_eq!(html.lang.as_deref(), Some("de"));
        assert_eq!(html.title, "Foo & Bar");
        assert_eq!(html.heading, "Foo and Bar");
        assert_eq!(html.meta(&["twitter:title", "og:title"]), Some("A \"B\""));
        assert_eq!(html.canonical.as_deref(), Some("/a"));
        assert_eq!(html.json_ld, ["{\"a\": \"</p>\"}"]);
        assert_eq!(html.prose.split_whitespace().collect::<Vec<_>>(), ["One", "three.", "Four."]);
    }

    #[test]
    fn what_is_endless_is_cut_off() {
        let html = Html::read(&format!("<title>{}", "a".repeat(1 << 20)));
        assert!(html.title.len() <= MOST_TITLE, "{}", html.title.len());
        let html = Html::read(&"<meta name=a content=b>".repeat(10 * MOST_METAS));
        assert_eq!(html.metas.len(), MOST_METAS);
        let html = Html::read(&"<p>word ".repeat(100_000));
        assert!(html.prose.len() <= 2 * MOST_PROSE, "{}", html.prose.len());
        let many = (0..10_000).map(|at| format!(" a{at}=b")).collect::<String>();
        assert_eq!(Html::read(&format!("<html{many} lang=de>")).lang, None);
    }

    #[test]
    fn character_references_are_decoded_and_tags_stay_words() {
        assert_eq!(decode_entities("a &amp;lt; b &#39;c&#x27; <b> & d"), "a &lt; b 'c' <b> & d");
    }
}
