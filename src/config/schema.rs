//! Owns the JSON Schema of configuration files, by which editors complete and check them.

use serde_json::{Map, Value as Json, json};

use crate::config::{KEYS, LONGEST_REASON, LONGEST_WORD, MOST_WORDS, glob};
use crate::rule::options::{LARGEST_NUMBER, OptionSpec, Options, Value};
use crate::rules::RULES;

/// The schema (draft 7, which editors know best), made from the rules and their options.
#[must_use]
pub fn schema() -> Json {
    let about = |key: &str| KEYS.iter().find(|(known, _)| *known == key).map_or("", |(_, about)| about);
    let globs = glob::FORMS.iter().map(|form| {
        let pattern = json!({ "pattern": form.pattern });
        if form.is_wanted { pattern } else { json!({ "not": pattern }) }
    });
    let globs: Vec<Json> = globs.collect();
    let mut rules = Map::new();
    rules.insert(
        "all".to_owned(),
        json!({ "description": "Every rule that is on by default.", "$ref": "#/definitions/level" }),
    );
    for rule in RULES {
        let mut keys = Map::new();
        keys.insert("level".to_owned(), json!({ "$ref": "#/definitions/level" }));
        for option in rule.options {
            keys.insert(option.key.to_owned(), of_option(option));
        }
        let table = json!({ "type": "object", "additionalProperties": false, "properties": keys });
        let level = json!({ "$ref": "#/definitions/level" });
        rules.insert(
            rule.name.to_owned(),
            json!({ "description": rule.summary, "default": rule.level, "anyOf": [level, table] }),
        );
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": concat!(env!("CARGO_PKG_REPOSITORY"), "/raw/main/docs/twir-lint.schema.json"),
        "title": "twir-lint.toml",
        "description": env!("CARGO_PKG_DESCRIPTION"),
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "exclude": {
                "description": about("exclude"), "type": "array", "maxItems": MOST_WORDS,
                "items": { "type": "string", "maxLength": LONGEST_WORD, "allOf": globs },
            },
            "fail-on": { "description": about("fail-on"), "enum": ["error", "warning", "never"], "default": "error" },
            "history-issues": {
                "description": about("history-issues"), "type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER, "default": 25,
            },
            "rules": { "description": about("rules"), "type": "object", "additionalProperties": false, "properties": rules },
        },
        "definitions": {
            "level": { "enum": ["off", "tidy", "warning", "error"] },
        },
    })
}

fn of_option(option: &OptionSpec) -> Json {
    let default = (option.get)(&Options::default());
    let mut schema = match &default {
        Value::Words(words) => {
            let mut item = json!({ "type": "string", "maxLength": LONGEST_WORD });
            if let Some(form) = &option.form {
                item["pattern"] = json!(form.pattern);
                item["description"] = json!(form.words);
            }
            json!({ "type": "array", "maxItems": MOST_WORDS, "items": item, "default": words })
        }
        Value::Reasons(reasons) => {
            json!({
                "type": "object", "maxProperties": MOST_WORDS, "propertyNames": { "maxLength": LONGEST_WORD },
                "additionalProperties": { "type": "string", "maxLength": LONGEST_REASON }, "default": reasons,
            })
        }
        Value::Number(number) => {
            json!({ "type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER, "default": number })
        }
    };
    schema["description"] = json!(option.about);
    schema
}
