//! Owns what can be set in the editor; all else is in `twir-lint.toml`.

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
    /// Takes over what is set, by itself or within the section; what is not mentioned, or is of another kind, stays.
    /// True where that changes anything.
    pub(super) fn update(&mut self, value: &Value) -> bool {
        let value = value.get(SECTION).unwrap_or(value);
        let since = match value.get("since") {
            Some(Value::String(rev)) => Some(rev.trim().to_owned()).filter(|rev| !rev.is_empty()),
            Some(Value::Null) => None,
            _ => return false,
        };
        let is_changed = since != self.since;
        self.since = since;
        is_changed
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_taken_over_with_and_without_their_section() {
        let mut settings = Settings::default();
        let mut set = |value: Value| (settings.update(&value), settings.since.clone());
        let main = Some("main".to_owned());
        assert_eq!(set(json!({ "since": "main" })), (true, main.clone()));
        for other in [json!(null), json!({}), json!({ "since": 3 }), json!([]), json!({ "twir-lint": null })] {
            assert_eq!(set(other), (false, main.clone()));
        }
        assert_eq!(set(json!({ "twir-lint": { "since": " main " } })), (false, main));
        assert_eq!(set(json!({ "since": "" })), (true, None));
        assert_eq!(set(json!({ "since": null })), (false, None));
    }
}
