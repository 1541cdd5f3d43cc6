//! Owns what GitHub's interface for programs says of a task: an issue, by its address there.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Exchange, Moved, Outcome, Page, Reason, Title, is_same_place, tidy};
use crate::text::Url;

/// What has become of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// It is to be done.
    Open,
    /// It is closed: done, or not to be done.
    Closed,
    /// Somebody has deleted it.
    Deleted,
    /// It is not a task but a proposed change, of whatever state.
    Change,
}

/// The address at which GitHub's interface tells of the issue that has an address; none where it is not one of an
/// issue.
#[must_use]
pub fn task_api(address: &str) -> Option<String> {
    let url = Url::new(address, 0);
    if !matches!(url.site(), "github.com") {
        return None;
    }
    let segments: Vec<&str> = url.segments().collect();
    let is_name = |name: &str| {
        !name.starts_with('.') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    match segments.as_slice() {
        [owner, repository, "issues", number]
            if is_name(owner) && is_name(repository) && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Some(format!("https://api.github.com/repos/{owner}/{repository}/issues/{number}"))
        }
        _ => None,
    }
}

/// What the answers of GitHub's interface come to, for the issue at `asked`.
#[must_use]
pub fn task_outcome(asked: &str, exchanges: &[Exchange]) -> Outcome {
    let Some(last) = exchanges.last() else { return Outcome::Unchecked(Reason::Connection) };
    let page = |task, address: &str, title: Option<&str>| {
        let moved = if is_same_place(asked, address) { Moved::No } else { Moved::Permanently };
        let address = if moved == Moved::No { asked } else { address }.to_owned();
        let titles = title.map(tidy).filter(|title| !title.is_empty()).map(Title).into_iter().collect();
        Outcome::Page(Box::new(Page { address, moved, titles, task: Some(task), ..Page::default() }))
    };
    let reason = match last.status {
        410 => return page(Task::Deleted, asked, None),
        200 => {
            let value: Option<Value> = serde_json::from_slice(&last.body).ok();
            let text = |key: &str| value.as_ref()?.get(key)?.as_str();
            let is_change = value.as_ref().is_some_and(|value| value.get("pull_request").is_some());
            let task = match text("state") {
                Some("open" | "closed") if is_change => Some(Task::Change),
                Some("open") => Some(Task::Open),
                Some("closed") => Some(Task::Closed),
                _ => None,
            };
            let address = text("html_url").filter(|address| address.starts_with("https://github.com/"));
            match task {
                Some(task) => return page(task, address.unwrap_or(asked), text("title")),
                None => Reason::Interface,
            }
        }
        429 => Reason::TooManyRequests,
        403 if last.header("x-ratelimit-remaining") == Some("0") || last.header("retry-after").is_some() => {
            Reason::TooManyRequests
        }
        _ => Reason::Interface,
    };
    Outcome::Unchecked(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: &str = "https://github.com/OWNER/tablet/issues/7";

    fn of(status: u16, body: &str) -> Outcome {
        let headers = vec![("X-RateLimit-Remaining".to_owned(), "0".to_owned())];
        let address = task_api(ASKED).unwrap_or_default();
        task_outcome(ASKED, &[Exchange { address, status, headers, body: body.as_bytes().to_vec() }])
    }

    fn task(outcome: &Outcome) -> Option<Task> {
        match outcome {
            Outcome::Page(page) => page.task,
            _ => None,
        }
    }

    #[test]
    fn an_issue_has_an_address_in_the_interface() {
        let api = "https://api.github.com/repos/OWNER/tablet/issues/7";
        assert_eq!(task_api(ASKED).as_deref(), Some(api));
        assert_eq!(task_api("https://www.github.com/OWNER/tablet/issues/7/").as_deref(), Some(api));
        for other in [
            "https://github.com/OWNER/tablet/pull/7",
            "https://github.com/OWNER/tablet/issues",
            "https://github.com/OWNER/tablet/issues/new",
            "https://github.com/OWNER/../issues/7",
            "https://github.com/OWNER/a%2fb/issues/7",
            "https://example.org/OWNER/tablet/issues/7",
            "https://evilgithub.com/OWNER/tablet/issues/7",
        ] {
            assert_eq!(task_api(other), None, "{other}");
        }
    }

    #[test]
    fn the_state_is_what_the_interface_says() {
        assert_eq!(task(&of(200, r#"{"state": "open"}"#)), Some(Task::Open));
        assert_eq!(task(&of(200, r#"{"state": "closed"}"#)), Some(Task::Closed));
        assert_eq!(task(&of(200, r#"{"state": "closed", "pull_request": {}}"#)), Some(Task::Change));
        assert_eq!(task(&of(410, "")), Some(Task::Deleted));
        assert_eq!(of(404, ""), Outcome::Unchecked(Reason::Interface));
        assert_eq!(of(200, "<html>"), Outcome::Unchecked(Reason::Interface));
        assert_eq!(of(403, ""), Outcome::Unchecked(Reason::TooManyRequests));
    }

    #[test]
    fn a_task_that_was_moved_has_another_address() {
        let moved = of(200, r#"{"state": "open", "html_url": "https://github.com/OWNER/table/issues/9"}"#);
        let Outcome::Page(page) = moved else { panic!("{moved:?}") };
        assert_eq!(
            (page.moved, page.address.as_str()),
            (Moved::Permanently, "https://github.com/OWNER/table/issues/9")
        );
        let same = of(200, r#"{"state": "open", "html_url": "https://github.com/owner/tablet/issues/7"}"#);
        assert_eq!(task(&same), Some(Task::Open));
        let elsewhere = of(200, r#"{"state": "open", "html_url": "https://example.org/"}"#);
        let Outcome::Page(page) = elsewhere else { panic!("{elsewhere:?}") };
        assert_eq!(page.moved, Moved::No);
    }
}
