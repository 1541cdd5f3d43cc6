//! Owns what can be set in the editor; all else stands in `twir-lint.toml`.

use serde_json::Value;

/// The section of an editor's settings that is meant.
pub(super) const SECTION: &str = "twir-lint";

/// What was set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// The revision since which a text is judged, as `--since` takes it; none where all of it is.
    pub(super) since: Option<String>,
}

impl Settings {
    /// Reads the settings, by themselves or within their section. What is of another kind is as if it were not there.
    pub(super) fn new(value: &Value) -> Self {
        let value = value.get(SECTION).unwrap_or(value);
        let since = value.get("since").and_then(Value::as_str).map(str::trim).filter(|rev| !rev.is_empty());
        Self { since: since.map(str::to_owned) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_with_and_without_their_section() {
        let since = |value: Value| Settings::new(&value).since;
        assert_eq!(since(json!({ "since": "main" })).as_deref(), Some("main"));
        assert_eq!(since(json!({ "twir-lint": { "since": " HEAD " } })).as_deref(), Some("HEAD"));
        for other in
            [json!(null), json!({ "since": "" }), json!({ "since": 3 }), json!([]), json!({ "twir-lint": null })]
        {
            assert_eq!(since(other.clone()), None, "{other}");
        }
    }
}
